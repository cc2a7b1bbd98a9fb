import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../src/config/channel-config';
import { acceptConfigEnvelope } from '../../src/config/config-update';
import { readDefinition } from '../../src/ledger/chaincode-definition';
import { checkReads } from '../../src/ledger/mvcc';
import { StateUpdates } from '../../src/ledger/state-updates';
import { parseEnvelope } from '../../src/ledger/validation/form';
import { KeyPolicyChanges } from '../../src/ledger/validation/key-policy-changes';
import { checkEndorsements } from '../../src/ledger/validation/policy';
import type { MetadataEntry, ReadWriteSet } from '../../src/ledger/transaction';
import { ChannelState } from '../../src/state/channel-state';
import { bytesKey } from '../../src/wire/bytes';
import { commitHash } from '../../src/wire/hashes';
import { channelHeaderOf, envelopesOf, numberOf } from './blocks';

const { VALID, DUPLICATE_TXID } = peer.TxValidationCode;

const policyIn = (metadata: readonly MetadataEntry[] | undefined): Uint8Array | undefined =>
  metadata?.find(({ name }) => name === 'VALIDATION_PARAMETER')?.value;

/** What a block comes to: a code for each transaction, and the running hash. */
export interface Outcome {
  readonly flags: Uint8Array;
  readonly commitHash: Uint8Array;
}

/** Validates blocks of another network one after the other, on a state of its own, as the ledger does with its own blocks. */
export class Replay {
  readonly state = new ChannelState();

  #config: ChannelConfig;
  readonly #seen = new Set<string>();

  constructor(config: ChannelConfig) {
    this.#config = config;
  }

  apply(block: common.Block, previousCommitHash: Uint8Array): Outcome {
    const number = numberOf(block);
    const changes = new KeyPolicyChanges();
    const judged = envelopesOf(block).map((envelope) => this.#judge(envelope, number, changes));
    const updates = new StateUpdates(this.state, number, 0);
    const flags = judged.map(({ code, writes }, index) => {
      if (code !== VALID || !writes) return code;
      const outcome = checkReads(this.state, writes, number);
      if (outcome === VALID) updates.apply(writes, index);
      return outcome;
    });
    return {
      flags: Uint8Array.from(flags),
      commitHash: commitHash(Uint8Array.from(flags), updates.bytes(), previousCommitHash),
    };
  }

  #judge(envelope: Uint8Array, height: number, changes: KeyPolicyChanges): { code: number; writes?: ReadWriteSet } {
    const parsed = parseEnvelope(envelope, this.#config);
    if (parsed.kind === 'invalid') return { code: parsed.code };
    if (parsed.kind === 'config') {
      this.#config = acceptConfigEnvelope(this.#config, parsed.envelope);
      return { code: VALID };
    }
    const id = channelHeaderOf(envelope).getTxId();
    if (this.#seen.has(id)) return { code: DUPLICATE_TXID };
    this.#seen.add(id);
    const { transaction } = parsed;
    const code = checkEndorsements(transaction, {
      config: this.#config,
      changes,
      definition: (chaincode) => readDefinition(this.state, chaincode, height),
      keyPolicy: (namespace, key) => policyIn(this.state.publicMap(namespace).newest(key)?.metadata),
      hashedKeyPolicy: (namespace, collection, keyHash) =>
        policyIn(this.state.hashedMap(namespace, collection).newest(bytesKey(keyHash))?.metadata),
    });
    if (code === VALID) changes.record(transaction.writes);
    return { code, writes: transaction.writes };
  }
}

/** The running hash a peer stored with a block; empty in the genesis block. */
export const storedCommitHash = (block: common.Block): Uint8Array => {
  const entry = block.getMetadata()!.getMetadataList_asU8()[common.BlockMetadataIndex.COMMIT_HASH];
  return entry ? common.Metadata.deserializeBinary(entry).getValue_asU8() : new Uint8Array();
};
