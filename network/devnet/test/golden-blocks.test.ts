import { common, peer } from '@hyperledger/fabric-protos';
import { loadChannelConfig } from '../src/config/load-config';
import { parseEnvelope } from '../src/ledger/validation/form';
import { blockDataHash, blockHeaderHash, proposalHash, transactionId } from '../src/wire/hashes';
import {
  blockNames,
  channelHeaderOf,
  configEnvelopeOf,
  envelopesOf,
  firstBlocks,
  flagsOf,
  goldenBlock,
  laterBlocks,
  networks,
  numberOf,
  payloadOf,
  signatureHeaderOf,
  type Network,
} from './golden/blocks';
import { ordererSignatures } from './golden/orderer-signatures';
import { Replay, storedCommitHash } from './golden/replay';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const configOf = (network: Network) =>
  loadChannelConfig('rx', configEnvelopeOf(goldenBlock(network, 'genesis')).getConfig()!);

const headerHash = (block: common.Block): Uint8Array => {
  const header = block.getHeader()!;
  return blockHeaderHash(header.getNumber(), header.getPreviousHash_asU8(), header.getDataHash_asU8());
};

/** Endorser transactions of a block, with the parts their hashes are made of. */
const actionsOf = (block: common.Block) =>
  envelopesOf(block)
    .filter((envelope) => channelHeaderOf(envelope).getType() === common.HeaderType.ENDORSER_TRANSACTION)
    .map((envelope) => {
      const [action] = peer.Transaction.deserializeBinary(payloadOf(envelope).getData_asU8()).getActionsList();
      const payload = peer.ChaincodeActionPayload.deserializeBinary(action!.getPayload_asU8());
      return { envelope, header: action!.getHeader_asU8(), payload };
    });

describe.each(networks)('blocks of a live Fabric network ordered by %s', (network) => {
  const blocks = blockNames.map((name) => ({ name, block: goldenBlock(network, name) }));
  const config = configOf(network);

  it.each(blocks)('$name: the data hash is that of the envelopes', ({ block }) => {
    expect(hex(blockDataHash(envelopesOf(block)))).toBe(hex(block.getHeader()!.getDataHash_asU8()));
  });

  it.each([{ names: firstBlocks }, { names: laterBlocks }])('$names: each block names the one before', ({ names }) => {
    const chain = names.map((name) => goldenBlock(network, name));
    for (const [index, block] of chain.slice(1).entries()) {
      expect(numberOf(block)).toBe(numberOf(chain[index]!) + 1);
      expect(hex(block.getHeader()!.getPreviousHash_asU8())).toBe(hex(headerHash(chain[index]!)));
    }
  });

  it.each(blocks.slice(1))('$name: every signature of an orderer holds', ({ block }) => {
    const signatures = ordererSignatures(block, config);
    expect(signatures.length).toBe(network === 'bft' ? 3 : 1);
    expect(signatures.every(({ isValid, role }) => isValid && role === 'orderer')).toBe(true);
    expect(new Set(signatures.map(({ mspId }) => mspId)).size).toBe(signatures.length);
  });

  it('a signature of an orderer does not hold over another header', () => {
    const block = goldenBlock(network, 'bump');
    block.getHeader()!.setNumber(block.getHeader()!.getNumber() + 1);
    expect(ordererSignatures(block, config).some(({ isValid }) => isValid)).toBe(false);
  });

  it.each(blocks)('$name: transaction ids are made of nonce and creator', ({ block }) => {
    for (const envelope of envelopesOf(block)) {
      const { nonce, creator } = {
        nonce: signatureHeaderOf(envelope).getNonce_asU8(),
        creator: signatureHeaderOf(envelope).getCreator_asU8(),
      };
      expect(transactionId(nonce, creator)).toBe(channelHeaderOf(envelope).getTxId());
    }
  });

  it.each(blocks.slice(1))('$name: proposal hashes and endorsements hold', ({ block }) => {
    const actions = actionsOf(block);
    expect(actions.length).toBe(envelopesOf(block).length);
    for (const { envelope, header, payload } of actions) {
      const channelHeader = payloadOf(envelope).getHeader()!.getChannelHeader_asU8();
      const responseBytes = payload.getAction()!.getProposalResponsePayload_asU8();
      const response = peer.ProposalResponsePayload.deserializeBinary(responseBytes);
      const hash = proposalHash(channelHeader, header, payload.getChaincodeProposalPayload_asU8());
      expect(hex(hash)).toBe(hex(response.getProposalHash_asU8()));
      const endorsements = payload.getAction()!.getEndorsementsList();
      expect(endorsements.length).toBeGreaterThan(0);
      for (const endorsement of endorsements) {
        const endorser = config.identity(endorsement.getEndorser_asU8());
        const message = Buffer.concat([responseBytes, endorser.bytes]);
        expect(endorser.role).toBe('peer');
        expect(endorser.verify(message, endorsement.getSignature_asU8())).toBe(true);
      }
    }
  });

  it.each(blocks.slice(1))('$name: every envelope is found in order', ({ block }) => {
    expect(envelopesOf(block).map((envelope) => parseEnvelope(envelope, config).kind)).toEqual(
      envelopesOf(block).map(() => 'endorser'),
    );
  });

  it('validation comes to the codes and to the commit hash that the peers stored', () => {
    const replay = new Replay(config);
    const seen: Record<string, number[]> = {};
    let previous: Uint8Array = new Uint8Array();
    for (const { name, block } of blocks.slice(1)) {
      // Between the two runs of blocks lie some that were not kept: the first after the gap is compared by its codes alone.
      const isAfterGap = name === laterBlocks[0];
      const outcome = replay.apply(block, previous);
      seen[name] = [...outcome.flags];
      const hash = isAfterGap ? storedCommitHash(block) : outcome.commitHash;
      expect({ name, flags: [...outcome.flags], hash: hex(hash) }).toEqual({
        name,
        flags: [...flagsOf(block)],
        hash: hex(storedCommitHash(block)),
      });
      previous = storedCommitHash(block);
    }
    const { VALID, ENDORSEMENT_POLICY_FAILURE, MVCC_READ_CONFLICT } = peer.TxValidationCode;
    expect(seen.bumpWrongOrgs).toEqual([ENDORSEMENT_POLICY_FAILURE]);
    expect(seen.readThenWritePrivate).toEqual([ENDORSEMENT_POLICY_FAILURE]);
    expect(seen.mvccA).toEqual([VALID, MVCC_READ_CONFLICT]);
  });
});
