import type { ChannelClient } from '../fabric/channel-client';
import type { Consortium } from '../topology/consortium';

/**
 * Submits the consortium's first transaction: who its members are, endorsed by all of them. Its command id is the
 * channel's, so that a repeat is recognised by a chaincode that knows command ids.
 * @returns the transaction's id
 */
export const initialise = async (
  consortium: Consortium,
  client: ChannelClient,
  transaction: string,
): Promise<string> => {
  const command = {
    commandId: `found-${consortium.channel}-${consortium.name}`.slice(0, 64),
    members: consortium.members.map(({ mspId, kind, displayName }) => ({ mspId, kind, displayName })),
  };
  const options = {
    arguments: [JSON.stringify(command)],
    endorsingOrganizations: consortium.members.map(({ mspId }) => mspId),
  };
  return (await client.submit(consortium.chaincode.name, transaction, options)).transactionId;
};
