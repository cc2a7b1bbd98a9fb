import type { common } from '@hyperledger/fabric-protos';
import { bringIntoForce, readChannelConfig } from '../../channel/channel-configuration';
import type { NetworkDirectory } from '../../directory/network-directory';
import { signerOf } from '../../fabric/signer';
import { ADMIN_LABEL } from '../../identity/enrol-member';
import { type Consortium, orderingMembers } from '../../topology/consortium';
import { hasOrderer, type MemberAccess } from '../runtime';

/** A channel whose consenters are to be changed, and who changes them. */
export interface ConsenterChange {
  readonly consortium: Consortium;
  readonly directory: NetworkDirectory;
  readonly members: readonly MemberAccess[];
  /** The member whose orderer it is about. The others' orderers are given the update, for this one may not take it any more. */
  readonly member: string;
}

/**
 * Brings an update of the consenters into force, signed by the administrators of all members that order: a majority of them is needed.
 * @returns whether there was anything to change
 */
export const changeConsenters = async (
  { consortium, directory, members, member }: ConsenterChange,
  updateOf: (config: common.Config) => common.ConfigUpdate | undefined,
): Promise<boolean> => {
  const { channel } = consortium;
  const administrators = orderingMembers(consortium).map(({ name }) =>
    signerOf(directory.wallets(name).administration.get(ADMIN_LABEL)!),
  );
  const [first, ...others] = administrators;
  const { peer } = members.find(({ mspId }) => mspId === first!.mspId)!;
  const config = await readChannelConfig(peer, first!, channel);
  const update = updateOf(config);
  if (!update) return false;
  const ordering = members.filter(hasOrderer);
  const last = ordering.filter(({ name }) => name === member);
  const orderers = [...ordering.filter(({ name }) => name !== member), ...last].map(({ orderer }) => orderer);
  await bringIntoForce({ channel, from: config, update, signer: first!, others, orderers, peer });
  return true;
};
