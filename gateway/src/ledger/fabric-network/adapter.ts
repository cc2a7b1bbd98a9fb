import type { Endorsement, Endorser, IdentityContext, ProposalResponse } from 'fabric-common';
import { common } from '@hyperledger/fabric-protos';
import type { Caller } from '../../http/caller';
import { Problem } from '../../http/problem';
import { canonicalJson } from '@rxledger/chaincode/api';
import { readEndorsementFault, readFault, readInvalid, VALIDATION } from '../fabric-fault';
import type {
  EvaluateRequest,
  Ledger,
  LedgerEventRecord,
  SubmitRequest,
  Submitted,
  TransactionRecord,
  Transient,
} from '../ledger';
import { catchUp } from '../catch-up';
import { membersIn } from '../connection-profile';
import { parseView } from '../parse-view';
import { CallFault, withRetries, type Retrying } from '../retry';
import { DEADLINES, qualified, type Deadlines, type LedgerSettings } from '../settings';
import { readBlockNumber, readTransaction } from '../transaction-record';
import { connectNetwork, peersOf, type NetworkConnection } from './connection';
import { agreedPayload } from './endorsements';
import { committedEvents } from './events';
import { sendOnce, type Outcome } from './outcome';

/**
 * The ledger through `fabric-network`, which speaks to peers and orderers themselves: for networks whose peers have no
 * Gateway service. It sends to one orderer at a time, which under BFT is weaker than the default adapter.
 */
export class FabricNetworkLedger implements Ledger {
  readonly #deadlines: Deadlines;
  #connection: Promise<NetworkConnection> | undefined;

  constructor(private readonly settings: LedgerSettings) {
    this.#deadlines = { ...DEADLINES, ...settings.deadlines };
  }

  async submit<View>(caller: Caller, request: SubmitRequest): Promise<Submitted<View>> {
    const name = qualified(request.contract, request.transaction);
    const argument = canonicalJson(request.command);
    let policyFailures = 0;
    return withRetries(this.#retrying(name, [...request.endorsers, this.settings.mspId]), async () => {
      const connection = await this.#connected();
      const context = await this.#contextOf(connection, caller.enrolmentId);
      const { endorsement, payload } = await this.#endorse(connection, context, name, argument, request);
      const transactionId = endorsement.getTransactionId();
      const { block, validationCode } = await this.#send(connection, context, caller, endorsement);
      if (validationCode !== VALIDATION.valid) {
        policyFailures += validationCode === VALIDATION.policy ? 1 : 0;
        throw new CallFault(readInvalid(validationCode, transactionId, policyFailures));
      }
      return { view: parseView<View>(payload), receipt: { transactionId, block, endorsers: request.endorsers } };
    });
  }

  async evaluate<View>(caller: Caller, request: EvaluateRequest): Promise<View> {
    const name = qualified(request.contract, request.transaction);
    const { at = this.settings.mspId, transient } = request;
    return withRetries(this.#retrying(name, [at]), async () =>
      parseView<View>(
        await this.#ask(
          caller.enrolmentId,
          this.settings.chaincode,
          name,
          [canonicalJson(request.query)],
          at,
          transient,
        ),
      ),
    );
  }

  async transaction(caller: Caller, transactionId: string): Promise<TransactionRecord> {
    const { channel, mspId } = this.settings;
    const query = (name: string): Promise<Uint8Array> =>
      this.#ask(caller.enrolmentId, 'qscc', name, [channel, transactionId], mspId);
    try {
      const [processed, block] = await Promise.all([query('GetTransactionByID'), query('GetBlockByTxID')]);
      return { ...readTransaction(processed), block: readBlockNumber(block) };
    } catch (error) {
      throw readFault(error).problem;
    }
  }

  events(after: string | undefined, signal: AbortSignal): AsyncIterable<LedgerEventRecord> {
    const source = {
      chaincode: this.settings.chaincode,
      network: async () => (await this.#connected()).network,
      height: () => this.#height(this.settings.mspId),
      block: (number: number) => this.#block(number),
    };
    return committedEvents(source, after, signal);
  }

  async ping(): Promise<void> {
    await this.#height(this.settings.mspId);
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    connection?.gateway.disconnect();
  }

  async #endorse(
    connection: NetworkConnection,
    context: IdentityContext,
    name: string,
    argument: string,
    { endorsers, transient }: SubmitRequest,
  ): Promise<{ readonly endorsement: Endorsement; readonly payload: Buffer }> {
    const endorsement = connection.network.getChannel().newEndorsement(this.settings.chaincode);
    const own = context.calculateTransactionId();
    endorsement.build(own, { fcn: name, args: [argument], ...transientMap(transient) });
    endorsement.sign(own);
    const targets = await peersOf(connection, endorsers);
    const answer = await endorsement.send({ targets, requestTimeout: this.#deadlines.endorse });
    try {
      return { endorsement, payload: agreedPayload(answer) };
    } catch (error) {
      throw new CallFault(readEndorsementFault(error, endorsers.length));
    }
  }

  async #send(
    { network }: NetworkConnection,
    context: IdentityContext,
    caller: Caller,
    endorsement: Endorsement,
  ): Promise<Outcome> {
    const commit = endorsement.newCommit();
    commit.build(context);
    commit.sign(context);
    const transactionId = endorsement.getTransactionId();
    const [peer] = network.getChannel().getEndorsers(this.settings.mspId);
    if (peer === undefined) throw new Problem('LEDGER_UNAVAILABLE');
    return sendOnce({
      network,
      commit,
      peer,
      transactionId,
      submit: this.#deadlines.submit,
      patience: this.#deadlines.commit,
      lookUp: async () => {
        const { block, validationCode } = await this.transaction(caller, transactionId);
        return { block, validationCode };
      },
    });
  }

  async #ask(
    enrolmentId: string,
    chaincode: string,
    name: string,
    parameters: string[],
    at: string,
    transient?: Transient,
  ): Promise<Buffer> {
    const connection = await this.#connected();
    const context = (await this.#contextOf(connection, enrolmentId)).calculateTransactionId();
    const query = connection.network.getChannel().newQuery(chaincode);
    query.build(context, { fcn: name, args: parameters, ...transientMap(transient) });
    query.sign(context);
    const targets: Endorser[] = await peersOf(connection, [at]);
    const answer: ProposalResponse = await query.send({ targets, requestTimeout: this.#deadlines.evaluate });
    return agreedPayload(answer);
  }

  /** A block without private data, as the own peer has it. */
  async #block(number: number): Promise<Uint8Array> {
    const { serviceIdentity, channel, mspId } = this.settings;
    try {
      return await this.#ask(serviceIdentity, 'qscc', 'GetBlockByNumber', [channel, String(number)], mspId);
    } catch (error) {
      throw readFault(error).problem;
    }
  }

  /** Blocks that the peer of an organisation has. */
  async #height(mspId: string): Promise<number> {
    const { serviceIdentity, channel } = this.settings;
    try {
      const info = await this.#ask(serviceIdentity, 'qscc', 'GetChainInfo', [channel], mspId);
      return Number(common.BlockchainInfo.deserializeBinary(info).getHeight());
    } catch (error) {
      throw readFault(error).problem;
    }
  }

  /** For a call that the peers of these organisations answer. */
  #retrying(transaction: string, asked: readonly string[]): Retrying {
    const { log, profile } = this.settings;
    const heights = { members: membersIn(profile), of: (mspId: string) => this.#height(mspId) };
    return { log, transaction, catchUp: () => catchUp(heights, asked) };
  }

  async #contextOf({ contexts }: NetworkConnection, enrolmentId: string): Promise<IdentityContext> {
    return contexts.of(await this.settings.signers.of(enrolmentId));
  }

  /** Connects when first needed, and again after a failure. */
  #connected(): Promise<NetworkConnection> {
    this.#connection ??= connectNetwork(this.settings).catch((error: unknown) => {
      this.#connection = undefined;
      throw readFault(error).problem;
    });
    return this.#connection;
  }
}

const transientMap = (transient: Transient | undefined) =>
  transient === undefined
    ? {}
    : {
        transientMap: Object.fromEntries(
          Object.entries(transient).map(([name, text]) => [name, Buffer.from(text)] as const),
        ),
      };
