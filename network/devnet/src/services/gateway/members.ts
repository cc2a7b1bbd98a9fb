import type { Endorser } from '../../peer/endorse';
import type { Consortium } from '../consortium';

const systemChaincodes: ReadonlySet<string> = new Set(['_lifecycle', 'qscc', 'cscc', 'lscc']);

/** Peers that are up, have joined the channel and can run the chaincode, by organisation. */
export const endorsersByOrganisation = (
  consortium: Consortium,
  channel: string,
  chaincode: string,
): ReadonlyMap<string, Endorser> => {
  const found = new Map<string, Endorser>();
  for (const endorser of consortium.endorsers) {
    const { peer } = endorser;
    if (!peer.isUp() || !peer.channels().includes(channel)) continue;
    if (systemChaincodes.has(chaincode) || peer.canEndorse(channel, chaincode)) found.set(peer.mspId, endorser);
  }
  return found;
};

export const isSystemChaincode = (name: string): boolean => systemChaincodes.has(name);

/** Peers that are up and have joined the channel. */
export const channelMembers = (consortium: Consortium, channel: string): readonly Endorser[] =>
  consortium.endorsers.filter(({ peer }) => peer.isUp() && peer.channels().includes(channel));
