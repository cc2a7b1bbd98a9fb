import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log';
import { type ProcessPlan, runChaincode, type RunningChaincode } from './chaincode-process';

/** The chaincode processes that a network runs itself. */
export interface ChaincodeProcesses {
  /** Runs those of a start before again, and waits for them; one that does not come is logged. */
  resume(): Promise<void>;
  /** Runs these and waits until all listen; none is left where one does not. @throws RequestError */
  run(plans: readonly ProcessPlan[]): Promise<void>;
  /** Ends those of a chaincode that run other packages than these, and remembers what is left. */
  settle(channel: string, name: string, packageIds: readonly string[]): Promise<void>;
  /** Ends those that run one of these packages: they came to nothing. */
  drop(packageIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const fileName = 'chaincode-processes.json';

/** Makes the table of them. With a directory, they run again after the next start. */
export const createChaincodeProcesses = (directory: string | undefined, log: Log): ChaincodeProcesses => {
  const file = directory && join(directory, fileName);
  let running: RunningChaincode[] = [];

  const start = (plans: readonly ProcessPlan[]): RunningChaincode[] => {
    const started: RunningChaincode[] = [];
    for (const plan of plans) started.push(runChaincode(plan, log));
    running.push(...started);
    return started;
  };
  const end = async (those: readonly RunningChaincode[]): Promise<void> => {
    running = running.filter((each) => !those.includes(each));
    await Promise.all(those.map((each) => each.end()));
  };

  return {
    async resume() {
      const plans = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ProcessPlan[]) : [];
      for (const plan of plans) {
        const { name, mspId } = plan;
        try {
          await start([plan])[0]!.ready;
        } catch (error) {
          log.warn('chaincode did not start', {
            chaincode: name,
            organisation: mspId,
            reason: (error as Error).message,
          });
        }
      }
    },
    async run(plans) {
      const started = start(plans);
      const outcomes = await Promise.allSettled(started.map(({ ready }) => ready));
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (!failure) return;
      await end(started);
      throw failure.reason;
    },
    async settle(channel, name, packageIds) {
      const isOld = ({ plan }: RunningChaincode): boolean =>
        plan.channel === channel && plan.name === name && !packageIds.includes(plan.packageId);
      await end(running.filter(isOld));
      const left = running.map(({ plan }) => plan);
      if (file) writeFileSync(file, JSON.stringify(left, undefined, 2), { mode: 0o600 });
    },
    drop: (packageIds) => end(running.filter(({ plan }) => packageIds.includes(plan.packageId))),
    close: () => end(running),
  };
};
