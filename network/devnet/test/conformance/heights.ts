import { common } from '@hyperledger/fabric-protos';
import { processProposal, signedProposal } from '../support/lifecycle';
import type { OpenMember } from './open-network';
import { pause } from './eventually';

/** How many blocks a member's own peer has. */
export const heightOf = async ({ client, admin }: OpenMember, channel: string): Promise<number> => {
  const proposal = await signedProposal(admin, channel, 'qscc', ['GetChainInfo', channel]);
  const response = (await processProposal(client, proposal)).getResponse()!;
  if (response.getStatus() !== 200) throw new Error(response.getMessage());
  return common.BlockchainInfo.deserializeBinary(response.getPayload_asU8()).getHeight();
};

const WITHIN_MILLISECONDS = 60_000;

/** Waits until a member's peer has a block. @throws Error naming the peer that has not, in time */
export const waitForBlock = async (member: OpenMember, channel: string, block: bigint): Promise<void> => {
  const deadline = Date.now() + WITHIN_MILLISECONDS;
  for (;;) {
    const height = await heightOf(member, channel);
    if (BigInt(height) > block) return;
    if (Date.now() > deadline)
      throw new Error(`the peer of ${member.mspId} has ${height} blocks, and not yet ${block}`);
    await pause(10);
  }
};
