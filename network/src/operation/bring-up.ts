import { mkdirSync } from 'node:fs';
import { servicePlan } from '../artifacts/service-plan';
import { writeArtifacts } from '../artifacts/write-artifacts';
import { writeRecord } from '../directory/network-record';
import type { Progress } from '../progress/progress';
import { checkNodes } from './check-nodes';
import { checkRestored } from './check-restored';
import { deployChaincode, type DeploymentOutcome } from './deployment';
import { enrolAll } from './enrolment';
import { foundLedger } from './founding';
import { checkPorts } from './ports';
import { checkPrograms } from './programs';
import { recordOf } from './record';
import type { Session } from './session';

/** What `up` came to. */
export interface UpOutcome {
  readonly deployment: DeploymentOutcome;
  readonly enrolled: number;
  readonly foundedBy: string | undefined;
  readonly seconds: number;
  readonly runtime: string;
  /** What everybody should know who uses a network of this kind. */
  readonly notice?: string;
}

/** What runs already; leftovers of a crash are ended first. */
const presentProcesses = async ({ runtime }: Session, progress: Progress) => {
  const found = await runtime.keeper.find();
  if (found.state === 'running') return found.host.states();
  if (found.state === 'crashed') {
    await progress.step('Clean up after a crash', () => found.cleanUp());
  }
  return [];
};

/** Brings the whole network up, or what is missing of it: repeating it changes nothing. The caller holds the directory's lock. */
export const bringUp = async (
  session: Session,
  progress: Progress,
  { hasServices }: { readonly hasServices: boolean },
): Promise<UpOutcome> => {
  const begin = performance.now();
  const { consortium, directory, runtime } = session;
  checkPrograms(consortium, hasServices);
  await runtime.check();
  checkNodes(session);
  const running = await presentProcesses(session, progress);
  await progress.step('Check ports', () => checkPorts(session, running));
  const { provide } = runtime;
  if (provide) await progress.step('Get images', provide);
  mkdirSync(directory.nodes, { recursive: true, mode: 0o700 });
  writeRecord(directory, recordOf(session));
  const host = await runtime.keeper.launch();
  const members = await progress.step(`Start nodes (${runtime.name})`, () => runtime.start(host));
  const enrolments = await progress.step('Enrol people', async (say) => {
    const all = await enrolAll(session, members);
    say(`${all.reduce((sum, { enrolled }) => sum + enrolled.length, 0)} new`);
    return all;
  });
  if (session.record?.restored) {
    await progress.step('Hold the ledgers against the backup', () => checkRestored(session, members));
  }
  writeArtifacts(consortium, members, directory, runtime.services);
  const services = hasServices ? servicePlan(consortium, directory) : [];
  // They boot while the chaincode is deployed, and are waited for at the end.
  await host.begin(services);
  const deployment = await deployChaincode(session, host, members, progress);
  const foundedBy = await progress.step('Found the ledger', () => foundLedger(session, members));
  if (hasServices) await progress.step('Start services', () => host.run(services));
  return {
    deployment,
    enrolled: enrolments.reduce((sum, { enrolled }) => sum + enrolled.length, 0),
    foundedBy,
    seconds: (performance.now() - begin) / 1000,
    runtime: runtime.name,
    ...(runtime.notice && { notice: runtime.notice }),
  };
};
