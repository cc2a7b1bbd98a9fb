import type { Lag } from '../ledger/follower';
import type { OrganisationNode } from '../network/node';
import { RequestError } from '../request-error';
import type { BlockOrder } from './block-order';
import type { EndorsementAlteration, EndorsementFailure, FaultPlan, SubmitFailure } from './fault-plan';
import type { StreamFilter } from './open-streams';

/** What of a peer stays behind: all of it, or the clear private data alone, which then is missing where the block is there. */
export type Lagging = 'ledger' | 'privateData';

/** What is in force or waits for its call, as plain values. */
export interface FaultsInForce {
  readonly lags: Readonly<Record<string, Partial<Record<Lagging, Lag>>>>;
  readonly blocks: { readonly delayMs: number; readonly isHeld: boolean; readonly order: BlockOrder | undefined };
  readonly endorsements: readonly EndorsementFailure[];
  readonly alterations: readonly EndorsementAlteration[];
  readonly submits: readonly SubmitFailure[];
}

/** Faults of a running network. Those that name an organisation throw `RequestError` where there is none of that MSP id. */
export interface Faults {
  /**
   * Lets an organisation's peer stay behind: each block some milliseconds late, always some blocks behind, or held where it is.
   * All that the peer simulates, answers and delivers follows.
   */
  lag(mspId: string, lag: Lag, what?: Lagging): void;
  /** Lets a peer catch up and keep up. */
  release(mspId: string): void;
  /** Cuts blocks so many milliseconds late; 0 ends it. Meanwhile `Submit` answers when a transaction is taken. */
  delayBlocks(ms: number): void;
  /** Cuts no block until `releaseBlocks`. What is submitted meanwhile stands in one block then, if there is room. */
  holdBlocks(): void;
  releaseBlocks(): void;
  /** Puts the next block of more than one transaction into another order. */
  reorderNextBlock(order: BlockOrder): void;
  /** Lets the next endorsement fail that the filter matches. */
  failNextEndorsement(failure?: EndorsementFailure): void;
  /** Lets a peer lie: the next endorsement that the filter matches says what is given here, under a signature that holds. */
  alterNextEndorsement(alteration: EndorsementAlteration): void;
  /** Lets the next submit fail, before ordering or although it is committed. */
  failNextSubmit(failure: SubmitFailure): void;
  /** Cuts open event streams of peers. @returns how many */
  dropEventStreams(filter?: StreamFilter): number;
  /** Cuts a peer's line to a chaincode; it is dialled again by itself. */
  dropChaincode(mspId: string, chaincode: string): void;
  inForce(): FaultsInForce;
  /** Ends all of it: peers catch up, blocks are cut, nothing is planned. Nodes that were stopped stay so. */
  clear(): void;
}

const positive = (value: number, what: string): number => {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new RequestError('invalid', `${what} must be a number from 0 on`);
};

const checkedLag = (lag: Lag): Lag => {
  if (lag === 'hold') return lag;
  if ('ms' in lag) positive(lag.ms, 'the milliseconds of a lag');
  else positive(lag.blocks, 'the blocks of a lag');
  return lag;
};

/** Makes the faults of a network's nodes. */
export const createFaults = (plan: FaultPlan, nodes: readonly OrganisationNode[]): Faults => {
  const lags = new Map<string, Partial<Record<Lagging, Lag>>>();

  const nodeOf = (mspId: string): OrganisationNode => {
    const node = nodes.find(({ organisation }) => organisation.mspId === mspId);
    if (!node) throw new RequestError('unknown', `there is no organisation ${mspId}`);
    return node;
  };
  const known = <T extends { readonly mspId?: string }>(filter: T): T => {
    if (filter.mspId !== undefined) nodeOf(filter.mspId);
    return filter;
  };
  const release = (mspId: string): void => {
    for (const ledger of nodeOf(mspId).ledgers.values()) {
      ledger.lag(undefined);
      ledger.lagPrivateData(undefined);
    }
    lags.delete(mspId);
  };

  return {
    lag(mspId, lag, what = 'ledger') {
      for (const ledger of nodeOf(mspId).ledgers.values()) {
        if (what === 'ledger') ledger.lag(checkedLag(lag));
        else ledger.lagPrivateData(checkedLag(lag));
      }
      lags.set(mspId, { ...lags.get(mspId), [what]: lag });
    },
    release,
    delayBlocks: (ms) => plan.pace.setDelay(positive(ms, 'the delay of blocks')),
    holdBlocks: () => plan.pace.hold(),
    releaseBlocks: () => plan.pace.release(),
    reorderNextBlock: (order) => plan.pace.reorderNext(order),
    failNextEndorsement: (failure = {}) => plan.endorsements.plan(known(failure)),
    alterNextEndorsement(alteration) {
      if (alteration.payload === undefined && !alteration.write) {
        throw new RequestError('invalid', 'a lie needs another payload or another write');
      }
      plan.alterations.plan(known(alteration));
    },
    failNextSubmit: (failure) => plan.submits.plan(known(failure)),
    dropEventStreams: (filter = {}) => plan.streams.drop(known(filter)),
    dropChaincode(mspId, chaincode) {
      if (nodeOf(mspId).peer.dropChaincode(chaincode)) return;
      throw new RequestError('unknown', `the peer of ${mspId} runs no chaincode ${chaincode}`);
    },
    inForce: () => ({
      lags: Object.fromEntries(lags),
      blocks: plan.pace.settings(),
      endorsements: plan.endorsements.list(),
      alterations: plan.alterations.list(),
      submits: plan.submits.list(),
    }),
    clear() {
      plan.clear();
      for (const mspId of [...lags.keys()]) release(mspId);
    },
  };
};
