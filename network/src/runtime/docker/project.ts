import { createHash } from 'node:crypto';

/** Whose a container, volume or network is: its labels say it, so that nobody else's is ever touched. */
export const LABELS = {
  /** Absolute path of the network's directory. */
  directory: 'rxledger.directory',
  process: 'rxledger.process',
  kind: 'rxledger.kind',
  member: 'rxledger.member',
} as const;

/** Name of the Compose project: begins all names that the engine sees, and differs from directory to directory. */
export const projectName = (consortium: string, directory: string): string =>
  `${consortium}-${createHash('sha256').update(directory).digest('hex').slice(0, 8)}`;
