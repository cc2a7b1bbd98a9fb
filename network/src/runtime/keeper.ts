import type { ProcessHost } from './runtime';

/** What a network's directory says of its processes. */
export type KeeperFinding =
  | { readonly state: 'running'; readonly host: ProcessHost }
  /** What kept them was killed; what it ran may run on. */
  | { readonly state: 'crashed'; cleanUp(): Promise<void> }
  | { readonly state: 'absent' };

/** What a process said. */
export interface ProcessLogs {
  /** Names of those that have a log. */
  names(): Promise<readonly string[]>;
  lastLines(name: string, count: number): Promise<readonly string[]>;
  /** Passes on each new line once, until the signal. */
  follow(names: readonly string[], write: (name: string, line: string) => void, signal: AbortSignal): Promise<void>;
}

/** The processes of a network, as far as its directory alone tells of them: its consortium file may be gone. */
export interface KeptProcesses {
  /** Ends all; with `isPurge` nothing is left of them outside the network's directory either. */
  shutdown(isPurge: boolean): Promise<void>;
  readonly logs: ProcessLogs;
}

/** What keeps a network's processes alive while no command runs: a supervisor of ours, or a container engine. */
export interface Keeper extends KeptProcesses {
  /** Looks, and changes nothing. */
  find(): Promise<KeeperFinding>;
  /** Ready to run processes. What a crash left is cleared away first. */
  launch(): Promise<ProcessHost>;
}
