import { join } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import type { Node } from '../node';

/** Where a node's files stand on this machine. */
export const nodeFolders = ({ nodes }: NetworkDirectory, { name }: Node) => ({
  /** Settings, keys and certificates. */
  configuration: join(nodes, name, 'configuration'),
  /** Ledger, state, registry: what a replaced disk would lose. */
  data: join(nodes, name, 'data'),
});

/** The channel's first block, with which every node joins. */
export const firstBlockFile = ({ nodes }: NetworkDirectory): string => join(nodes, 'first-block.pb');
