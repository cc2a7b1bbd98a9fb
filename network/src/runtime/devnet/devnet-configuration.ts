import type { Consortium } from '../../topology/consortium';

/** Enrolment id of the first administrator of each certificate authority. */
export const CA_ADMINISTRATOR = 'ca-admin';

const HOST = 'localhost';

/** What `fabric-devnet serve` reads. */
export const devnetConfiguration = (consortium: Consortium, administratorSecret: string) => ({
  channels: [consortium.channel],
  organisations: consortium.members.map(({ name, mspId, domain, ports }) => ({
    name,
    mspId,
    domain,
    peer: { host: HOST, port: ports.peer },
    orderer: { host: HOST, port: ports.orderer },
    ca: { port: ports.ca, adminUser: CA_ADMINISTRATOR, adminSecret: administratorSecret },
  })),
  batch: {
    timeoutMilliseconds: consortium.ordering.batch.timeoutMilliseconds,
    maxMessages: consortium.ordering.batch.maxMessages,
  },
});
