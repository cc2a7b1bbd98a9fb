import type { AuthorityAccess } from '../../identity/certificate-authority';
import type { BuilderVariables } from '../../lifecycle/connection-template';
import { CHANNEL_ACCESS } from '../../topology/channel-access';
import type { Consortium } from '../../topology/consortium';

const HOST = 'localhost';

/** What `fabric-devnet serve` reads. Its blocks are cut as soon as there is something to cut: there is no batch timeout. */
export const devnetConfiguration = (
  { channel, members, ordering }: Consortium,
  administrator: AuthorityAccess['registrar'],
  lines: ReadonlyMap<string, BuilderVariables>,
) => ({
  channels: [{ name: channel, access: CHANNEL_ACCESS }],
  organisations: members.map(({ name, mspId, domain, ports }) => ({
    name,
    mspId,
    domain,
    peer: { host: HOST, port: ports.peer, builderVariables: lines.get(name) },
    orderer: { host: HOST, port: ports.orderer },
    ca: { port: ports.ca, adminUser: administrator.id, adminSecret: administrator.secret },
  })),
  batch: { maxTransactions: ordering.batch.maxMessages },
});
