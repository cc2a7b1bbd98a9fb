import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { DevnetConfig } from './config';

/** A port that is listened on until its node takes it over: a second network that starts meanwhile is not given it. */
export interface HeldPort {
  readonly number: number;
  /** Lets go of it, once; its node listens next. */
  release(): Promise<void>;
}

/** The ports of one organisation's nodes. */
export interface OrganisationPorts {
  readonly peer: HeldPort;
  readonly orderer: HeldPort;
  readonly ca: HeldPort;
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

/** Listens, on any free port for 0. */
const holdPort = (port: number, owner: string): Promise<HeldPort> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port, owner) : error),
    );
    server.listen(port, loopback, () => {
      const address = server.address();
      const number = typeof address === 'object' && address ? address.port : port;
      // Closing what is closed is told to the callback, and no harm.
      resolve({ number, release: () => new Promise((done) => server.close(() => done())) });
    });
  });

const fileName = 'ports.json';

const remembered = (directory: string | undefined): Record<string, number> => {
  const path = directory && join(directory, fileName);
  return path && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>) : {};
};

/**
 * The ports of all nodes: those configured, those of an earlier start, else free ones. All are held before anything starts, and
 * until each is released.
 * @param preferred ports by node that are better than others, and no more than that
 * @throws PortTakenError
 */
export const choosePorts = async (
  config: DevnetConfig,
  preferred: Readonly<Record<string, number>> = {},
): Promise<ReadonlyMap<string, OrganisationPorts>> => {
  const before = remembered(config.dataDirectory);
  const chosen: Record<string, number> = {};
  const held: HeldPort[] = [];
  const choose = async (key: string, configured: number | undefined): Promise<HeldPort> => {
    const wanted = configured || before[key];
    const port = wanted
      ? await holdPort(wanted, key)
      : await holdPort(preferred[key] ?? 0, key).catch(() => holdPort(0, key));
    held.push(port);
    chosen[key] = port.number;
    return port;
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
  } catch (error) {
    await Promise.all(held.map(({ release }) => release()));
    throw error;
  }
};
