import type { Endorser } from 'fabric-common';
import type { Gateway, Identity, IdentityProvider, Network } from 'fabric-network';
import { Problem } from '../../http/problem';
import { quietFabricClients } from '../quiet-fabric-clients';
import type { LedgerSettings } from '../settings';
import { IdentityContexts, networkUser } from './network-user';

/** One connection of `fabric-network`, shared by every caller: peers and orderers as the profile names them. */
export interface NetworkConnection {
  readonly gateway: Gateway;
  readonly network: Network;
  readonly contexts: IdentityContexts;
}

/** Connects as the service identity; each transaction is then signed by its own caller. */
export async function connectNetwork({
  profile,
  channel,
  signers,
  serviceIdentity,
}: LedgerSettings): Promise<NetworkConnection> {
  quietFabricClients();
  const [{ Gateway: FabricGateway }, fabric] = await Promise.all([import('fabric-network'), import('fabric-common')]);
  const service = await signers.of(serviceIdentity);
  const gateway = new FabricGateway();
  await gateway.connect(profile.source, {
    identity: { type: 'X.509', mspId: service.mspId } satisfies Identity,
    identityProvider: provider(() => networkUser(fabric, service)),
    // The organisations are always named: what discovery would choose is never asked for.
    discovery: { enabled: false, asLocalhost: false },
  });
  const network = await gateway.getNetwork(channel);
  return { gateway, network, contexts: new IdentityContexts(fabric, network.getChannel().client) };
}

const provider = (user: () => ReturnType<typeof networkUser>): IdentityProvider =>
  ({ type: 'X.509', getUserContext: async () => user() }) as unknown as IdentityProvider;

/**
 * A peer of each organisation.
 * @throws Problem LEDGER_UNAVAILABLE where the profile names none, or it cannot be reached
 */
export async function peersOf({ network }: NetworkConnection, organisations: readonly string[]): Promise<Endorser[]> {
  return Promise.all(
    organisations.map(async (mspId) => {
      for (const peer of network.getChannel().getEndorsers(mspId)) if (await peer.checkConnection()) return peer;
      const cause = new Error(`no peer of ${mspId} can be reached`);
      throw new Problem('LEDGER_UNAVAILABLE', { retryAfterSeconds: 5 }, { cause });
    }),
  );
}
