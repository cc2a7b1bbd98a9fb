import type { FabricProgram } from '../../programs/release';
import type { Progress, Readiness } from '../../supervision/process-spec';
import type { Node } from '../node';

/** How a node is run, wherever it runs: paths are as the node sees them. */
export interface NodePlan {
  readonly node: Node;
  readonly program: FabricProgram;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where its program is started. */
  readonly folder: string;
  /** Files of its configuration besides its identities, by path within the configuration folder (a CA's: the data folder). */
  readonly files: Readonly<Record<string, string>>;
  /** Every port that it listens on. */
  readonly ports: readonly number[];
  /** On this machine. */
  readonly readiness: Readiness;
  /** On this machine; where it can hang. */
  readonly progress?: Progress;
}
