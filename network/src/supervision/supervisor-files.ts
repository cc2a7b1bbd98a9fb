import { join } from 'node:path';

/** The supervisor's files in a network directory. */
export const supervisorFiles = (directory: string) => ({
  folder: join(directory, 'supervisor'),
  /** `ControlAddress` as JSON; there while it runs. */
  address: join(directory, 'supervisor', 'address.json'),
  /** Processes it runs, for cleaning up after it. */
  record: join(directory, 'supervisor', 'processes.json'),
  /** What the supervisor itself says. */
  output: join(directory, 'supervisor', 'supervisor.log'),
  logs: join(directory, 'logs'),
});
