import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { DevnetConfig } from './config';

/** The ports of one organisation's nodes. */
export interface OrganisationPorts {
  readonly peer: number;
  readonly orderer: number;
  readonly ca: number;
}

/** A port that something else listens on. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';

  constructor(
    readonly port: number,
    readonly owner: string,
  ) {
    super(`port ${port} of ${owner} is taken by another program: stop that, or configure another port`);
  }
}

const loopback = '127.0.0.1';

/** Listens for a moment. @returns the port, 0 having become a free one */
const tryPort = (port: number, owner: string): Promise<{ port: number; release: () => Promise<void> }> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port, owner) : error),
    );
    server.listen(port, loopback, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve({ port: bound, release: () => new Promise((done) => server.close(() => done())) });
    });
  });

const fileName = 'ports.json';

const remembered = (directory: string | undefined): Record<string, number> => {
  const path = directory && join(directory, fileName);
  return path && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>) : {};
};

/**
 * The ports of all nodes: those configured, those of an earlier start, else free ones. All are tried before anything starts.
 * @param preferred ports by node that are better than others, and no more than that
 * @throws PortTakenError
 */
export const choosePorts = async (
  config: DevnetConfig,
  preferred: Readonly<Record<string, number>> = {},
): Promise<ReadonlyMap<string, OrganisationPorts>> => {
  const before = remembered(config.dataDirectory);
  const chosen: Record<string, number> = {};
  const held: { release: () => Promise<void> }[] = [];
  const choose = async (key: string, configured: number | undefined): Promise<number> => {
    const wanted = configured || before[key];
    const tried = wanted
      ? await tryPort(wanted, key)
      : await tryPort(preferred[key] ?? 0, key).catch(() => tryPort(0, key));
    held.push(tried);
    chosen[key] = tried.port;
    return tried.port;
  };
  try {
    const ports = new Map<string, OrganisationPorts>();
    for (const { mspId, peer, orderer, ca } of config.organisations) {
      ports.set(mspId, {
        peer: await choose(`${mspId} peer`, peer?.port),
        orderer: await choose(`${mspId} orderer`, orderer?.port),
        ca: await choose(`${mspId} CA`, ca?.port),
      });
    }
    if (config.dataDirectory) writeFileSync(join(config.dataDirectory, fileName), JSON.stringify(chosen, undefined, 2));
    return ports;
  } finally {
    await Promise.all(held.map(({ release }) => release()));
  }
};
