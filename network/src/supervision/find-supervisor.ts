import { readFileSync, rmSync } from 'node:fs';
import type { ControlAddress, ControlCalls } from './control';
import { controlClient } from './control-client';
import { endProcess, isRunning, type ProcessMark } from './process-mark';
import { supervisorFiles } from './supervisor-files';

/** What a network directory says of its supervisor. */
export type SupervisorFinding =
  | { readonly state: 'running'; readonly control: ControlCalls; readonly address: ControlAddress }
  /** It was killed; what it ran may run on. */
  | { readonly state: 'crashed'; readonly left: readonly ProcessMark[] }
  | { readonly state: 'absent' };

const readJson = <T>(path: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
};

/** Looks whether a network's supervisor runs. Changes nothing. */
export const findSupervisor = (directory: string): SupervisorFinding => {
  const files = supervisorFiles(directory);
  const address = readJson<ControlAddress>(files.address);
  if (address && isRunning(address)) return { state: 'running', control: controlClient(address), address };
  const left = (readJson<readonly ProcessMark[]>(files.record) ?? []).filter(isRunning);
  return address || left.length > 0 ? { state: 'crashed', left } : { state: 'absent' };
};

/** Ends what a crashed supervisor left running and takes its files away. Touches no process but those it recorded. */
export const cleanUpAfter = async (directory: string, left: readonly ProcessMark[]): Promise<void> => {
  await Promise.all(left.map((mark) => endProcess(mark)));
  const files = supervisorFiles(directory);
  rmSync(files.address, { force: true });
  rmSync(files.record, { force: true });
};
