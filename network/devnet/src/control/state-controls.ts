import { isAbsolute } from 'node:path';
import type { ChaincodeToDeploy } from '../deploy/chaincode-to-deploy';
import type { Devnet } from '../devnet';
import { RequestError } from '../request-error';
import type { Control } from './control';
import type { Given } from './given';

const timeOf = ({ time }: Devnet) => ({ now: time.now().toISOString(), shiftMilliseconds: time.shift() });

const setTime = (devnet: Devnet, at: string) => {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new RequestError('invalid', `'${at}' is no time; write 2030-01-31T12:00:00Z`);
  devnet.time.set(date);
  return timeOf(devnet);
};

/** The file is on this machine, and this process's folder is not the caller's. */
const fileOf = (given: Given): string => {
  const file = given.text('file');
  if (isAbsolute(file)) return file;
  throw new RequestError('invalid', `the file must be given with its whole path, not ${file}`);
};

const identity = (devnet: Devnet, mspId: string, name: string, role: string) => {
  const organisation = devnet.organisations.find((each) => each.mspId === mspId);
  if (!organisation) throw new RequestError('unknown', `there is no organisation ${mspId}`);
  if (role !== 'client' && role !== 'admin') throw new RequestError('invalid', 'the role must be client or admin');
  const { certificatePem, privateKeyPem } = organisation.issueIdentity(name, role);
  return { mspId, certificate: certificatePem, privateKey: privateKeyPem, peer: organisation.peer };
};

/** Snapshots, time, dumps, deployments. */
export const stateControls: readonly Control[] = [
  ['GET', '/snapshots', (devnet) => ({ snapshots: devnet.snapshots() })],
  ['POST', '/snapshots', (devnet) => devnet.snapshot()],
  ['POST', '/snapshots/:id/revert', (devnet, given) => devnet.revert(given.part('id'))],
  ['DELETE', '/snapshots/:id', (devnet, given) => devnet.dropSnapshot(given.part('id'))],
  ['GET', '/time', timeOf],
  ['POST', '/time/set', (devnet, given) => setTime(devnet, given.text('at'))],
  ['POST', '/time/advance', (devnet, given) => (devnet.time.advance(given.number('milliseconds')), timeOf(devnet))],
  ['POST', '/time/reset', (devnet) => (devnet.time.reset(), timeOf(devnet))],
  ['POST', '/dump', (devnet, given) => devnet.dump(fileOf(given)).then(() => ({ file: given.text('file') }))],
  ['POST', '/load', (devnet, given) => devnet.load(fileOf(given)).then(() => ({ file: given.text('file') }))],
  ['POST', '/deploy', (devnet, given) => devnet.deploy(given.all() as unknown as ChaincodeToDeploy)],
  [
    'POST',
    '/organisations/:mspId/identities',
    (devnet, given) =>
      identity(devnet, given.part('mspId'), given.text('name'), given.optionalText('role') ?? 'client'),
  ],
];
