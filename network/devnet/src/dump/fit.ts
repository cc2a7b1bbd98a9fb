import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DevnetConfig } from '../network/config';
import { RequestError } from '../request-error';
import type { DumpHeader } from './dump';

const list = (names: readonly string[]): string => [...names].sort().join(', ');

const differences = (what: string, wanted: readonly string[], given: readonly string[]): string[] =>
  list(wanted) === list(given) ? [] : [`its ${what} are ${list(wanted)}, those here ${list(given)}`];

const organisationsOf = ({ organisations }: Pick<DumpHeader, 'organisations'>): string[] =>
  organisations.map(({ name, mspId }) => `${name} (${mspId})`);

/** @throws RequestError where a dump is of another network than this */
export const checkFit = (dump: DumpHeader, network: Pick<DevnetConfig, 'organisations' | 'channels'>): void => {
  const faults = [
    ...differences('organisations', organisationsOf(dump), organisationsOf(network)),
    ...differences(
      'channels',
      dump.channels.map(({ name }) => name),
      network.channels.map(({ name }) => name),
    ),
  ];
  if (faults.length === 0) return;
  throw new RequestError('conflict', `the dump does not fit: ${faults.join('; ')}. Start with its own configuration`);
};

/** @throws RequestError where there is a network in the directory already */
export const checkEmpty = (directory: string | undefined): void => {
  if (!directory || !existsSync(join(directory, 'ledgers'))) return;
  throw new RequestError(
    'conflict',
    `there is a network in ${directory} already: load the dump into an empty directory, or into that network while it runs`,
  );
};

/** A network's configuration with the ports of the dump where it leaves them open. */
export const portsOf = ({ organisations }: DumpHeader): Record<string, number> =>
  Object.fromEntries(
    organisations.flatMap(({ mspId, peer, orderer, ca }) => [
      [`${mspId} peer`, peer?.port ?? 0],
      [`${mspId} orderer`, orderer?.port ?? 0],
      [`${mspId} CA`, ca?.port ?? 0],
    ]),
  );
