/** A call that a planned fault may strike. */
export interface Call {
  /** Of the peer, or of the gateway's peer. */
  readonly mspId: string;
  readonly chaincode: string;
  /** The function called; empty where its name is not one. */
  readonly function: string;
}

/** Which calls a fault is for, and how many of them; whatever is left out matches all. */
export interface CallFilter {
  readonly mspId?: string;
  readonly chaincode?: string;
  readonly function?: string;
  /** 1 unless said otherwise. */
  readonly times?: number;
}

/** Chaincodes of the peer itself are spared unless they are named: nobody means `_lifecycle` by "the next endorsement". */
const isOwn = (chaincode: string): boolean => !['_lifecycle', 'qscc', 'cscc', 'lscc'].includes(chaincode);

const matches = (filter: CallFilter, call: Call): boolean =>
  (filter.mspId ?? call.mspId) === call.mspId &&
  (filter.function ?? call.function) === call.function &&
  (filter.chaincode === undefined ? isOwn(call.chaincode) : filter.chaincode === call.chaincode);

/** Faults that wait for the calls they are planned for, in the order in which they were planned. */
export class PlannedFaults<T extends CallFilter> {
  private readonly waiting: { readonly fault: T; left: number }[] = [];

  plan(fault: T): void {
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault for a call, which counts as used; `describe` is asked only where something is planned. */
  take(describe: () => Call): T | undefined {
    if (this.waiting.length === 0) return undefined;
    const call = describe();
    const index = this.waiting.findIndex(({ fault }) => matches(fault, call));
    const found = this.waiting[index];
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.waiting.splice(index, 1);
    return found.fault;
  }

  /** What is planned and has not happened yet. */
  list(): T[] {
    return this.waiting.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  clear(): void {
    this.waiting.length = 0;
  }
}
