import type { NetworkDirectory } from '../../directory/network-directory';
import type { Consortium } from '../../topology/consortium';
import type { Node } from '../node';
import type { MemberAccess, ProcessHost } from '../runtime';
import type { NodeLayout } from './node-layout';
import type { NodeStorage } from './node-storage';

/** What looking after single nodes needs of the runtime that runs them. */
export interface NodesCare {
  readonly consortium: Consortium;
  readonly directory: NetworkDirectory;
  readonly layout: NodeLayout;
  readonly storage: NodeStorage;
  members(): Promise<readonly MemberAccess[]>;
  stop(host: ProcessHost, node: Node): Promise<void>;
  /** @param environment beside its own, until it is started again */
  start(host: ProcessHost, node: Node, environment?: Readonly<Record<string, string>>): Promise<void>;
  /** Has every node join the channel that has not. */
  join(members: readonly MemberAccess[]): Promise<void>;
}
