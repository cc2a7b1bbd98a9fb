import type { BuilderVariables } from '../../lifecycle/connection-template';
import type { Consortium } from '../../topology/consortium';

/** Enrolment id of the first administrator of each certificate authority. */
export const CA_ADMINISTRATOR = 'ca-admin';

const HOST = 'localhost';

/** What `fabric-devnet serve` reads. Its blocks are cut as soon as there is something to cut: there is no batch timeout. */
export const devnetConfiguration = (
  { channel, members, ordering }: Consortium,
  administratorSecret: string,
  lines: ReadonlyMap<string, BuilderVariables>,
) => ({
  channels: [{ name: channel }],
  organisations: members.map(({ name, mspId, domain, ports }) => ({
    name,
    mspId,
    domain,
    peer: { host: HOST, port: ports.peer, builderVariables: lines.get(name) },
    orderer: { host: HOST, port: ports.orderer },
    ca: { port: ports.ca, adminUser: CA_ADMINISTRATOR, adminSecret: administratorSecret },
  })),
  batch: { maxTransactions: ordering.batch.maxMessages },
});
