import { common } from '@hyperledger/fabric-protos';
import { processProposal, signedProposal } from '../support/lifecycle';
import type { OpenMember } from './open-network';

/** A block as a member's own peer has it; by a query, which no channel closes to its readers. */
export const ledgerBlock = async (
  { client, admin }: Pick<OpenMember, 'client' | 'admin'>,
  channel: string,
  number: number | bigint,
): Promise<common.Block> => {
  const proposal = await signedProposal(admin, channel, 'qscc', ['GetBlockByNumber', channel, String(number)]);
  const response = (await processProposal(client, proposal)).getResponse()!;
  if (response.getStatus() !== 200) throw new Error(response.getMessage());
  return common.Block.deserializeBinary(response.getPayload_asU8());
};
