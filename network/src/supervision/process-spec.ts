/** How the supervisor knows that a process does its work. */
export type Readiness =
  /** It writes one JSON line with `"ready": true` to its standard output; the line is kept. */
  | { readonly by: 'line' }
  /** Something listens there. */
  | { readonly by: 'port'; readonly port: number }
  /** The address answers with status 200. */
  | { readonly by: 'http'; readonly url: string };

/** How the supervisor knows that a process which answers has not come to a standstill: by a figure that others of its kind have too. */
export interface Progress {
  /** Its own metrics. */
  readonly url: string;
  /** The others' metrics. */
  readonly others: readonly string[];
  /** A regular expression with one group, for a line of the metrics; the figure only grows. */
  readonly figure: string;
  /** It hangs when it was behind the furthest of the others, and did not move, for so long. */
  readonly withinMilliseconds: number;
  readonly everyMilliseconds: number;
}

/** What a process of the network is for; also the order in which they start, and, backwards, end. */
export const PROCESS_KINDS = ['node', 'chaincode', 'issuer', 'gateway'] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

/** A process that the supervisor keeps alive. Plain data: it crosses the control connection. */
export interface ProcessSpec {
  /** Unique; also the name of its log. */
  readonly name: string;
  readonly kind: ProcessKind;
  /** Name of the member it works for; absent where it works for all. */
  readonly member?: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** Added to the supervisor's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly readiness: Readiness;
  readonly readyWithinMilliseconds: number;
  /** Where it is to be started anew when it hangs. */
  readonly progress?: Progress;
}

/** `waiting` is the pause before a crashed process is started anew. */
export type ProcessPhase = 'starting' | 'ready' | 'waiting' | 'ended';

/** A process as `status` shows it. */
export interface ProcessState {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly member?: string;
  readonly phase: ProcessPhase;
  readonly pid?: number;
  /** Milliseconds since the epoch; of the present run. */
  readonly startedAt?: number;
  /** How often it was started anew after a crash. */
  readonly restarts: number;
  /** How the last run ended: `exit 1`, `signal SIGKILL`, `hung`. */
  readonly lastEnd?: string;
  /** The JSON line it reported ready with. */
  readonly report?: unknown;
}
