import type { Node } from '../node';
import type { ProcessHost, Runtime } from '../runtime';

/** What copying needs to know of a runtime. */
export interface CopyingRuntime extends Pick<Runtime, 'nodes' | 'stopNodes' | 'startNodes'> {
  /** Copies one node, which does not run, into the folder. */
  copyNode(node: Node, folder: string): Promise<void>;
}

/**
 * Copies every node as of one moment. No orderer runs while any node is copied, so nothing is committed meanwhile: peers and CAs are
 * stopped, copied and started one after the other, and go on answering what only reads. Copying orderers one by one while
 * the others order would be a copy of no moment: such a cluster can forget what it has committed.
 */
export const copyNodes = async (
  runtime: CopyingRuntime,
  host: ProcessHost,
  folder: string,
  say: (detail: string) => void,
): Promise<void> => {
  const orderers = runtime.nodes.filter(({ kind }) => kind === 'orderer');
  const others = runtime.nodes.filter(({ kind }) => kind !== 'orderer');
  say('orderers stop');
  await runtime.stopNodes(host, orderers);
  try {
    for (const node of orderers) await runtime.copyNode(node, folder);
    for (const node of others) {
      say(node.name);
      await runtime.stopNodes(host, [node]);
      try {
        await runtime.copyNode(node, folder);
      } finally {
        await runtime.startNodes(host, [node]);
      }
    }
  } finally {
    say('orderers start');
    await runtime.startNodes(host, orderers);
  }
};
