import type { Client } from '@grpc/grpc-js';
import type { Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import type { Caller } from '../../http/caller';
import { canonicalJson } from '@rxledger/chaincode/api';
import { readEndorsementFault, readFault, readInvalid, VALIDATION } from '../fabric-fault';
import type {
  EvaluateRequest,
  Ledger,
  LedgerEventRecord,
  SubmitRequest,
  Submitted,
  TransactionRecord,
} from '../ledger';
import { catchUp } from '../catch-up';
import { membersIn } from '../connection-profile';
import { parseView } from '../parse-view';
import { createPeerClient } from '../peer-client';
import { CallFault, withRetries, type Retrying } from '../retry';
import { DEADLINES, qualified, type Deadlines, type LedgerSettings } from '../settings';
import { readBlockNumber, readTransaction } from '../transaction-record';
import { Channels } from './channels';
import { committedEvents } from './events';
import { sendOnce } from './outcome';

/** The ledger through the Gateway service of the organisation's own peer (Fabric 2.4 and newer). */
export class FabricGatewayLedger implements Ledger {
  readonly #settings: LedgerSettings;
  readonly #deadlines: Deadlines;
  readonly #client: Client;
  readonly #channels: Channels;

  /** @throws Error where the connection profile names no peer of this organisation */
  constructor(settings: LedgerSettings) {
    const peer = settings.profile.peers.find(({ mspId }) => mspId === settings.mspId);
    if (peer === undefined) throw new Error(`the connection profile names no peer of ${settings.mspId}`);
    this.#settings = settings;
    this.#deadlines = { ...DEADLINES, ...settings.deadlines };
    this.#client = createPeerClient(peer);
    this.#channels = new Channels(this.#client, settings.channel, this.#deadlines);
  }

  async submit<View>(caller: Caller, request: SubmitRequest): Promise<Submitted<View>> {
    const name = qualified(request.contract, request.transaction);
    const argument = canonicalJson(request.command);
    let policyFailures = 0;
    return withRetries(this.#retrying(name, [...request.endorsers, this.#settings.mspId]), async () => {
      const { gateway, network } = await this.#channelOf(caller.enrolmentId);
      const proposal = network.getContract(this.#settings.chaincode).newProposal(name, {
        arguments: [argument],
        endorsingOrganizations: [...request.endorsers],
        ...(request.transient === undefined ? {} : { transientData: request.transient as Record<string, string> }),
      });
      const transaction = await proposal.endorse().catch((error: unknown) => {
        throw new CallFault(readEndorsementFault(error, request.endorsers.length));
      });
      const { channel } = this.#settings;
      const status = await sendOnce({ gateway, channel, transaction, patience: this.#deadlines.commit });
      const { code, blockNumber, transactionId } = status;
      if (code !== VALIDATION.valid) {
        policyFailures += code === VALIDATION.policy ? 1 : 0;
        throw new CallFault(readInvalid(code, transactionId, policyFailures));
      }
      const view = parseView<View>(transaction.getResult());
      return { view, receipt: { transactionId, block: Number(blockNumber), endorsers: request.endorsers } };
    });
  }

  async evaluate<View>(caller: Caller, request: EvaluateRequest): Promise<View> {
    const name = qualified(request.contract, request.transaction);
    return withRetries(this.#retrying(name, [request.at ?? this.#settings.mspId]), async () =>
      parseView<View>(
        await this.#ask(caller.enrolmentId, this.#settings.chaincode, name, [canonicalJson(request.query)], request),
      ),
    );
  }

  async transaction(caller: Caller, transactionId: string): Promise<TransactionRecord> {
    const at = { at: this.#settings.mspId };
    const query = (name: string): Promise<Uint8Array> =>
      this.#ask(caller.enrolmentId, 'qscc', name, [this.#settings.channel, transactionId], at);
    try {
      const [processed, block] = await Promise.all([query('GetTransactionByID'), query('GetBlockByTxID')]);
      return { ...readTransaction(processed), block: readBlockNumber(block) };
    } catch (error) {
      throw readFault(error).problem;
    }
  }

  events(after: string | undefined, signal: AbortSignal): AsyncIterable<LedgerEventRecord> {
    const source = {
      chaincode: this.#settings.chaincode,
      network: async (): Promise<Network> => (await this.#channelOf(this.#settings.serviceIdentity)).network,
      height: () => this.#height(this.#settings.mspId),
    };
    return committedEvents(source, after, signal);
  }

  async ping(): Promise<void> {
    await this.#height(this.#settings.mspId);
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  /** Blocks that the peer of an organisation has. */
  async #height(mspId: string): Promise<number> {
    const { channel, serviceIdentity } = this.#settings;
    try {
      const info = await this.#ask(serviceIdentity, 'qscc', 'GetChainInfo', [channel], { at: mspId });
      return Number(common.BlockchainInfo.deserializeBinary(info).getHeight());
    } catch (error) {
      throw readFault(error).problem;
    }
  }

  /** For a call that the peers of these organisations answer. */
  #retrying(transaction: string, asked: readonly string[]): Retrying {
    const { log, profile } = this.#settings;
    const heights = { members: membersIn(profile), of: (mspId: string) => this.#height(mspId) };
    return { log, transaction, catchUp: () => catchUp(heights, asked) };
  }

  async #channelOf(enrolmentId: string): Promise<ReturnType<Channels['of']>> {
    return this.#channels.of(await this.#settings.signers.of(enrolmentId));
  }

  async #ask(
    enrolmentId: string,
    chaincode: string,
    name: string,
    parameters: string[],
    { at, transient }: Pick<EvaluateRequest, 'at' | 'transient'>,
  ): Promise<Uint8Array> {
    const { network } = await this.#channelOf(enrolmentId);
    return network.getContract(chaincode).evaluate(name, {
      arguments: parameters,
      // Unless told, one's own peer answers: others may be ahead of it or behind.
      endorsingOrganizations: [at ?? this.#settings.mspId],
      ...(transient === undefined ? {} : { transientData: transient as Record<string, string> }),
    });
  }
}
