import { common, peer } from '@hyperledger/fabric-protos';
import { createGenesisBlock } from '../config/genesis';
import { parsePolicy } from '../identity/policy-language';
import { encodeDefinition, LIFECYCLE } from '../ledger/chaincode-definition';
import { openLedger } from '../ledger/create-ledger';
import type { Ledger } from '../ledger/ledger';
import type { LedgerRules } from '../ledger/ledger-rules';
import type { EndorserTransaction, MetadataEntry } from '../ledger/transaction';
import { checkEndorsements } from '../ledger/validation/policy';
import type { SimulationResult } from '../peer/simulation';
import { ReadWriteSetBuilder } from '../state/read-write-set';
import { MemoryBlockStore } from '../store/memory-store';
import { equalBytes } from '../wire/bytes';
import type {
  EndorsedTransaction,
  MemoryCall,
  MemoryChaincode,
  MemoryCommit,
  MemoryNetworkOptions,
  MemorySubmission,
} from './memory-calls';
import { MemoryConfig } from './memory-config';
import { EndorsementError } from './memory-error';
import { memoryAuthority, type MemoryIdentity, memoryIdentity, type MemoryIdentityOptions } from './memory-identity';
import { MemoryPeer } from './memory-peer';
import { createProposal, createTransaction, type MemoryProposal } from './memory-proposal';

const codeNames = new Map(Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]));
const bytesOf = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? Buffer.from(value) : value);

/** A Fabric channel in memory. Made by `createMemoryNetwork`. */
export class MemoryNetwork {
  readonly ledger: Ledger;
  private readonly peers = new Map<string, MemoryPeer>();
  private readonly parsed = new WeakMap<Uint8Array, EndorserTransaction>();
  private readonly sequences = new Map<string, number>();
  private offset: number;

  constructor(options: MemoryNetworkOptions) {
    const { organisations, channel = 'memory', now = Date.now() } = options;
    this.offset = now - Date.now();
    const genesis = createGenesisBlock({
      channel,
      organisations: organisations.map((mspId) => ({
        mspId,
        caCertificates: [memoryAuthority(mspId).certificatePem],
        tlsCaCertificates: [],
        anchorPeers: [],
        ordererEndpoints: [],
      })),
    });
    this.ledger = openLedger({ channel, genesis, store: new MemoryBlockStore(), rules: this.rules() });
    for (const mspId of organisations) this.peers.set(mspId, new MemoryPeer(mspId, () => this.ledger));
  }

  /** Installs a chaincode at every organisation and commits its definition; again under the same name, upgrades it. */
  async deploy(chaincode: MemoryChaincode): Promise<void> {
    const { name, version = '1.0', collections = [] } = chaincode;
    for (const memoryPeer of this.peers.values()) memoryPeer.install(name, chaincode);
    const sequence = (this.sequences.get(name) ?? 0) + 1;
    const validationParameter = applicationPolicy(chaincode.endorsementPolicy);
    const definition = { name, version, sequence, initRequired: false, validationParameter, collections };
    const set = new ReadWriteSetBuilder();
    for (const { key, value } of encodeDefinition(definition)) set.write(LIFECYCLE, key, value);
    const result = { response: success(), event: undefined, interest: new peer.ChaincodeInterest(), ...set.build() };
    const mspIds = [...this.peers.keys()];
    const proposal = this.propose({ chaincode: LIFECYCLE, fn: 'CommitChaincodeDefinition', mspId: mspIds[0]! });
    const [commit] = await this.order([this.assemble(proposal, result, '1', mspIds)]);
    if (!commit?.isValid)
      throw new Error(`the definition of ${name} was not committed: ${commit?.status ?? 'no block'}`);
    this.sequences.set(name, sequence);
  }

  /** A member of an organisation; the same arguments give the same certificate. */
  identity(mspId: string, name: string, options?: MemoryIdentityOptions): MemoryIdentity {
    return memoryIdentity(mspId, name, options);
  }

  /**
   * Runs a transaction on its endorsers' peers.
   * @throws EndorsementError where a chaincode refuses, or where endorsers do not agree
   */
  async endorse(submission: MemorySubmission): Promise<EndorsedTransaction> {
    const proposal = this.propose(submission);
    const endorsers = submission.endorsers ?? this.defaultEndorsers(submission);
    const results = await Promise.all(endorsers.map((mspId) => this.run(mspId, proposal)));
    const version = this.ledger.definition(proposal.chaincode)?.version ?? '';
    const [first] = results;
    if (first === undefined) throw new EndorsementError('no endorsers', '', 0);
    results.forEach((result, index) => {
      if (!isSameResult(result, first)) {
        throw new EndorsementError('ProposalResponsePayloads do not match', endorsers[index] ?? '', 0);
      }
      if (result.privateSet !== undefined) this.ledger.keepPrivate(proposal.transactionId, result.privateSet);
    });
    return this.assemble(proposal, first, version, endorsers);
  }

  /** Commits one block of endorsed transactions, in this order. */
  async order(transactions: readonly EndorsedTransaction[]): Promise<MemoryCommit[]> {
    for (const { envelope, transaction } of transactions) this.parsed.set(envelope, transaction);
    const committed = await this.ledger.append(transactions.map(({ envelope }) => envelope));
    return transactions.map((endorsed, index) => {
      const code = committed.codes[index] ?? -1;
      const event = committed.transactions[index]?.event;
      const { transactionId, endorsers, payload, interest, writes } = endorsed;
      return {
        ...{ transactionId, endorsers, payload, interest, writes, block: committed.number, index, code },
        status: codeNames.get(code) ?? String(code),
        isValid: code === peer.TxValidationCode.VALID,
        ...(event && { event: { name: event.getEventName(), payload: Buffer.from(event.getPayload_asU8()) } }),
      };
    });
  }

  /**
   * Endorses a transaction and commits it in a block of its own. A transaction that the validation finds invalid is answered
   * like a valid one: look at `status`.
   * @throws EndorsementError where it does not get as far
   */
  async submit(submission: MemorySubmission): Promise<MemoryCommit> {
    const [commit] = await this.order([await this.endorse(submission)]);
    return commit!;
  }

  /**
   * Runs a transaction on one peer and drops what it wrote.
   * @throws EndorsementError where the chaincode refuses
   */
  async evaluate(
    call: MemoryCall & { /** Whose peer; the caller's organisation's when left out. */ readonly at?: string },
  ): Promise<Buffer> {
    const proposal = this.propose(call);
    const result = await this.run(call.at ?? proposal.creator.mspId, proposal);
    return Buffer.from(result.response.getPayload_asU8());
  }

  /** Number of blocks. */
  height(): number {
    return this.ledger.height();
  }

  block(number: number): common.Block | undefined {
    return this.ledger.block(number);
  }

  /** The public value of a key; undefined where there is none. */
  state(chaincode: string, key: string): Buffer | undefined {
    return copied(this.ledger.state.publicMap(chaincode).at(key, this.height())?.value);
  }

  /** The metadata of a key, its endorsement policy among them. */
  stateMetadata(chaincode: string, key: string): readonly MetadataEntry[] {
    return this.ledger.state.publicMap(chaincode).at(key, this.height())?.metadata ?? [];
  }

  /** All public keys of a chaincode with their values, in order. */
  states(chaincode: string): { key: string; value: Buffer }[] {
    const range = this.ledger.state.publicMap(chaincode).range('', '', this.height());
    return [...range].map(({ key, version }) => ({ key, value: Buffer.from(version.value ?? []) }));
  }

  /** The clear private value of a key as `mspId`'s peer holds it. */
  privateState(mspId: string, chaincode: string, collection: string, key: string): Buffer | undefined {
    return copied(this.ledger.state.privateMap(mspId, chaincode, collection).at(key, this.height())?.value);
  }

  /** The network's time, milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Moves the network's time on, in milliseconds. */
  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }

  /** Lets the chaincodes go. */
  close(): void {
    for (const memoryPeer of this.peers.values()) memoryPeer.close();
  }

  private rules(): LedgerRules {
    return {
      checkEndorsements,
      loadConfig: (channel, config) => new MemoryConfig(channel, config),
      acceptConfig: (current) => current,
      parse: (envelope) => {
        const transaction = this.parsed.get(envelope);
        if (transaction !== undefined) return { kind: 'endorser', transaction };
        return { kind: 'invalid', code: peer.TxValidationCode.BAD_PAYLOAD, reason: 'not endorsed here' };
      },
    };
  }

  private propose(call: MemoryCall): MemoryProposal {
    const mspId = call.identity?.mspId ?? call.mspId;
    if (mspId === undefined) throw new Error('a call needs an identity or an mspId');
    return createProposal({
      config: this.ledger.config,
      identity: call.identity ?? memoryIdentity(mspId, 'client'),
      chaincode: call.chaincode,
      args: [call.fn, ...(call.args ?? [])].map(bytesOf),
      transient: new Map(Object.entries(call.transient ?? {}).map(([key, value]) => [key, bytesOf(value)])),
      timestamp: call.timestamp ?? this.now(),
      transactionId: call.txId,
    });
  }

  private async run(mspId: string, proposal: MemoryProposal): Promise<SimulationResult> {
    const result = await this.peer(mspId)
      .runner.run(proposal)
      .catch((error: unknown) => {
        throw new EndorsementError(`error in simulation: ${(error as Error).message}`, mspId, 0);
      });
    const { response } = result;
    if (response.getStatus() < 400) return result;
    throw new EndorsementError(
      response.getMessage(),
      mspId,
      response.getStatus(),
      Buffer.from(response.getPayload_asU8()),
    );
  }

  private peer(mspId: string): MemoryPeer {
    const found = this.peers.get(mspId);
    if (found === undefined) throw new EndorsementError(`no peer of ${mspId}`, mspId, 0);
    return found;
  }

  private defaultEndorsers({ chaincode, identity, mspId }: MemoryCall): readonly string[] {
    const definition = this.ledger.definition(chaincode);
    if (definition === undefined) throw new EndorsementError(`chaincode ${chaincode} not found`, '', 0);
    const sets = this.ledger.config.endorsingSets(definition.validationParameter);
    const own = identity?.mspId ?? mspId ?? '';
    return sets.find((set) => set.includes(own)) ?? sets[0] ?? [];
  }

  private assemble(
    proposal: MemoryProposal,
    result: SimulationResult,
    version: string,
    endorsers: readonly string[],
  ): EndorsedTransaction {
    const identities = endorsers.map((mspId) => this.peer(mspId).identity.bytes);
    const { envelope, transaction } = createTransaction(proposal, result, version, identities);
    const payload = Buffer.from(result.response.getPayload_asU8());
    const { transactionId, writes } = transaction;
    return { transactionId, endorsers, payload, interest: result.interest, writes, envelope, transaction };
  }
}

/** Endorsers must agree on answer, event, reads and writes. */
function isSameResult(one: SimulationResult, other: SimulationResult): boolean {
  if (one === other) return true;
  const event = (result: SimulationResult) => result.event?.serializeBinary() ?? new Uint8Array();
  return (
    equalBytes(one.publicSet, other.publicSet) &&
    equalBytes(one.response.serializeBinary(), other.response.serializeBinary()) &&
    equalBytes(event(one), event(other))
  );
}

const copied = (value: Uint8Array | undefined): Buffer | undefined => value && Buffer.from(value);

function success(): peer.Response {
  const response = new peer.Response();
  response.setStatus(200);
  return response;
}

function applicationPolicy(text: string | undefined): Uint8Array {
  const policy = new peer.ApplicationPolicy();
  if (text === undefined) policy.setChannelConfigPolicyReference('/Channel/Application/Endorsement');
  else policy.setSignaturePolicy(parsePolicy(text));
  return policy.serializeBinary();
}
