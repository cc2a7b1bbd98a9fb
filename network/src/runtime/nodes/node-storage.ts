import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyTree } from '../../backup/copy-tree';
import type { NetworkDirectory } from '../../directory/network-directory';
import type { Node } from '../node';
import { compactStore } from './compact-store';
import { nodeFolders } from './node-folders';

/** What an operator does to the files of a node that does not run, wherever they are kept. */
export interface NodeStorage {
  /** Copies configuration and data into `<folder>/<node>`, as they stand in a network's directory. */
  copyOut(node: Node, folder: string): Promise<void>;
  /** Empties the data, or puts what is in the folder in their place. */
  replaceData(node: Node, from?: string): Promise<void>;
  /** Removes one file of the data. */
  removeFile(node: Node, name: string): Promise<void>;
  /** Removes a folder of the data, with all that is in it. */
  removeFolder(node: Node, name: string): Promise<void>;
  /** Rewrites a LevelDB of the data: see `compactStore`. */
  compact(node: Node, name: string): Promise<void>;
}

/** Files in the network's own directory. */
export const directoryStorage = (directory: NetworkDirectory): NodeStorage => ({
  async copyOut(node, folder) {
    copyTree(join(directory.nodes, node.name), join(folder, node.name));
  },
  async replaceData(node, from) {
    const { data } = nodeFolders(directory, node);
    rmSync(data, { recursive: true, force: true });
    if (from) cpSync(from, data, { recursive: true });
  },
  async removeFile(node, name) {
    rmSync(join(nodeFolders(directory, node).data, name), { force: true });
  },
  async removeFolder(node, name) {
    rmSync(join(nodeFolders(directory, node).data, name), { recursive: true, force: true });
  },
  compact: (node, name) => compactStore(join(nodeFolders(directory, node).data, name)),
});
