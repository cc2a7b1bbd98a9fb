import type { ProcessKind, Readiness } from '../../supervision/process-spec';

/** A file or folder of this machine as a container sees it. */
export interface Bind {
  /** Absolute path here. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly isWritable: boolean;
}

/** What outlives a container: a named volume, kept in a folder of the network's directory. */
export interface DataVolume {
  readonly name: string;
  /** Absolute path here. */
  readonly folder: string;
  /** Absolute path in the container. */
  readonly target: string;
}

/** How a container asks itself whether it does its work: with what its image has. */
export type Prober = 'node' | 'bash';

/** One process of the network as a container. Plain data. */
export interface Container {
  /** Name of the process; other containers reach it under this name. */
  readonly name: string;
  readonly kind: ProcessKind;
  readonly member?: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly binds: readonly Bind[];
  readonly volumes: readonly DataVolume[];
  /** Published on the loopback address under the same number. */
  readonly ports: readonly number[];
  readonly readiness: Exclude<Readiness, { by: 'line' }>;
  readonly prober: Prober;
  readonly memoryMebibytes: number;
}
