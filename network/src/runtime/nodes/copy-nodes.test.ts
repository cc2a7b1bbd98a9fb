import type { Node } from '../node';
import { nodeOf } from '../node';
import type { ProcessHost } from '../runtime';
import { copyNodes } from './copy-nodes';

const nodes = [
  nodeOf('ca', 'a'),
  nodeOf('orderer', 'a'),
  nodeOf('orderer', 'b'),
  nodeOf('peer', 'a'),
  nodeOf('peer', 'b'),
];
const host = {} as ProcessHost;

/** A runtime in memory; remembers which nodes ran whenever one was copied. */
const runtime = (failing?: string) => {
  const running = new Set(nodes.map(({ name }) => name));
  const copied: { node: string; running: string[] }[] = [];
  return {
    running,
    copied,
    nodes,
    stopNodes: async (_: ProcessHost, stopped: readonly Node[]) => stopped.forEach(({ name }) => running.delete(name)),
    startNodes: async (_: ProcessHost, started: readonly Node[]) => started.forEach(({ name }) => running.add(name)),
    copyNode: async ({ name }: Node) => {
      if (name === failing) throw new Error('no room');
      copied.push({ node: name, running: [...running] });
    },
  };
};

describe('copying the nodes of a running network', () => {
  it('copies each once, none while it runs, and none while any orderer runs', async () => {
    const fake = runtime();
    await copyNodes(fake, host, '/backup', () => undefined);
    expect(fake.copied.map(({ node }) => node).sort()).toEqual(nodes.map(({ name }) => name).sort());
    for (const { node, running } of fake.copied) {
      expect(running).not.toContain(node);
      expect(running.filter((name) => name.startsWith('orderer'))).toEqual([]);
    }
  });

  it('leaves the peers that are not just being copied running', async () => {
    const fake = runtime();
    await copyNodes(fake, host, '/backup', () => undefined);
    expect(fake.copied.find(({ node }) => node === 'peer.a')!.running).toContain('peer.b');
  });

  it.each(['orderer.b', 'peer.b'])('has all running again when %s cannot be copied', async (failing) => {
    const fake = runtime(failing);
    await expect(copyNodes(fake, host, '/backup', () => undefined)).rejects.toThrow('no room');
    expect(fake.running.size).toBe(nodes.length);
  });
});
