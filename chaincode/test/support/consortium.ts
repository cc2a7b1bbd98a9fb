import '../../src/quiet';
import {
  createMemoryNetwork,
  type EndorsedTransaction,
  type MemoryNetwork,
  type ShimChaincode,
} from '../../../network/devnet/src/memory';
import { decodeError, type ErrorCode, type ErrorDetail, type PolicyParameters } from '../../src/api';
import { createChaincode } from '../../src/chaincode';
import { MEMBERS, PEOPLE, SCOPES, registrarOf, type Person } from './people';

export const CHAINCODE = 'rx';

export interface Call {
  readonly as: Person;
  /** `contract:transaction` */
  readonly name: string;
  readonly command: object | string;
  readonly transient?: Readonly<Record<string, string>>;
  readonly endorsers: readonly string[];
  /** ms since the epoch; the network's clock unless told. */
  readonly at?: number;
}

/** A chaincode's answer: what it returned, or the code it refused with. */
export type Answer<T> =
  | {
      readonly isDone: true;
      readonly view: T;
      readonly status: string;
      readonly event?: { name: string; payload: Buffer };
    }
  | Refused;

/** The code a chaincode refused with, and what came with it. */
export interface Refused {
  readonly isDone: false;
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  readonly message: string;
}

/** What an organisation runs in place of the agreed chaincode. */
export type Alter = (mspId: string, agreed: ShimChaincode) => ShimChaincode;

type Endorsement = Refused | { readonly isDone: true; readonly endorsed: EndorsedTransaction };

/** The consortium of the tests: real Fabric rules in memory, everyone registered. */
export class Consortium {
  private commands = 0;

  private constructor(
    readonly network: MemoryNetwork,
    /** What the chaincodes logged. */
    readonly logged: readonly string[],
  ) {}

  /** An empty channel with the chaincode deployed. */
  static async unfounded(alter: Alter = (_mspId, agreed) => agreed): Promise<Consortium> {
    const organisations = MEMBERS.map(({ mspId }) => mspId);
    const endorsementPolicy = `OutOf(2,${organisations.map((mspId) => `'${mspId}.peer'`).join(',')})`;
    const logged: string[] = [];
    const note = (message: string, fields: object): number => logged.push(`${message} ${JSON.stringify(fields)}`);
    const chaincode = (mspId: string) =>
      alter(mspId, createChaincode({ debug: note, info: note, error: note } as never) as never);
    const network = await createMemoryNetwork({
      organisations,
      chaincodes: [{ name: CHAINCODE, chaincode, endorsementPolicy }],
    });
    return new Consortium(network, logged);
  }

  /** Founded, with everyone of `PEOPLE` registered. */
  static async founded(policy: Partial<PolicyParameters> = {}, alter?: Alter): Promise<Consortium> {
    const consortium = await Consortium.unfounded(alter);
    const members = MEMBERS.map(({ mspId }) => mspId);
    await consortium.must({
      as: registrarOf('HospitalMSP'),
      name: 'misbc:Found',
      command: { members: MEMBERS, policy },
      endorsers: members,
    });
    for (const someone of Object.values(PEOPLE)) await consortium.register(someone);
    return consortium;
  }

  async register(someone: Person): Promise<void> {
    await this.must({
      as: registrarOf(someone.mspId),
      name: 'misbc:Register',
      command: {
        enrolmentId: someone.enrolmentId,
        role: someone.role,
        ...(someone.role === 'physician' && { scope: SCOPES[someone.id] ?? ['*'] }),
      },
      endorsers: [someone.mspId, someone.mspId === 'CentreMSP' ? 'HospitalMSP' : 'CentreMSP'],
    });
  }

  nextCommandId(): string {
    return `command-${String(++this.commands).padStart(8, '0')}`;
  }

  /** Endorsed, not yet ordered. */
  async endorse(call: Call): Promise<Endorsement> {
    const command =
      typeof call.command === 'string'
        ? call.command
        : JSON.stringify({ commandId: this.nextCommandId(), ...call.command });
    try {
      const endorsed = await this.network.endorse({
        identity: call.as.identity,
        chaincode: CHAINCODE,
        fn: call.name,
        args: [command],
        endorsers: [...new Set(call.endorsers)],
        ...(call.transient !== undefined && { transient: call.transient }),
        ...(call.at !== undefined && { timestamp: call.at }),
      });
      return { isDone: true, endorsed };
    } catch (error) {
      return refusal(error);
    }
  }

  /** Run at one peer, and nothing of it kept. */
  async dryRun(call: Call): Promise<Answer<unknown>> {
    const command = JSON.stringify({ commandId: this.nextCommandId(), ...(call.command as object) });
    try {
      const payload = await this.network.evaluate({
        identity: call.as.identity,
        chaincode: CHAINCODE,
        fn: call.name,
        args: [command],
        ...(call.transient !== undefined && { transient: call.transient }),
        ...(call.at !== undefined && { timestamp: call.at }),
      });
      return { isDone: true, view: JSON.parse(payload.toString('utf8')) as unknown, status: 'DROPPED' };
    } catch (error) {
      return refusal(error);
    }
  }

  /** Endorsed and committed. */
  async submit<T>(call: Call): Promise<Answer<T>> {
    const endorsement = await this.endorse(call);
    if (!endorsement.isDone) return endorsement;
    const [commit] = await this.network.order([endorsement.endorsed]);
    const view = JSON.parse(endorsement.endorsed.payload.toString('utf8')) as T;
    return { isDone: true, view, status: commit!.status, ...(commit!.event && { event: commit!.event }) };
  }

  /** Submits what has to work. */
  async must<T>(call: Call): Promise<T> {
    const answer = await this.submit<T>(call);
    if (!answer.isDone) throw new Error(`${call.name}: ${answer.message}`);
    if (answer.status !== 'VALID') throw new Error(`${call.name}: ${answer.status}`);
    return answer.view;
  }

  async evaluate<T>(
    as: Person,
    name: string,
    query: object | string,
    options: { at?: string; transient?: Record<string, string>; timestamp?: number } = {},
  ): Promise<Answer<T>> {
    try {
      const payload = await this.network.evaluate({
        identity: as.identity,
        chaincode: CHAINCODE,
        fn: name,
        args: [typeof query === 'string' ? query : JSON.stringify(query)],
        ...options,
      });
      return { isDone: true, view: JSON.parse(payload.toString('utf8')) as T, status: 'EVALUATED' };
    } catch (error) {
      return refusal(error);
    }
  }

  async read<T>(
    as: Person,
    name: string,
    query: object,
    options: { at?: string; transient?: Record<string, string>; timestamp?: number } = {},
  ): Promise<T> {
    const answer = await this.evaluate<T>(as, name, query, options);
    if (!answer.isDone) throw new Error(`${name}: ${answer.message}`);
    return answer.view;
  }

  /** What an organisation's peer keeps in that organisation's own collection, in the clear. */
  privateStates(mspId: string): { readonly key: string; readonly value: string }[] {
    const map = this.network.ledger.state.privateMap(mspId, CHAINCODE, `_implicit_org_${mspId}`);
    return [...map.range('', '', this.network.height())].map(({ key, version }) => ({
      key,
      value: Buffer.from(version.value ?? []).toString('utf8'),
    }));
  }

  close(): void {
    this.network.close();
  }
}

function refusal(error: unknown): Refused {
  const message = error instanceof Error ? error.message : String(error);
  const decoded = decodeError(message);
  if (decoded === undefined) throw error;
  return { isDone: false, ...decoded, message };
}
