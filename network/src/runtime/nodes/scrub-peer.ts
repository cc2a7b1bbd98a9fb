import type { Node } from '../node';
import type { ProcessHost } from '../runtime';
import type { NodesCare } from './nodes-care';

/** Where a peer keeps private data of blocks, and the values of now. */
const STORES = ['ledgersData/pvtdataStore', 'ledgersData/stateLeveldb'];

/**
 * What a peer endorsed and has not committed. A witness that has no part in a block's private data does not take its own copy of it
 * out when the block is committed (`Purge` in `gossip/privdata/pvtdataprovider.go`), so that it is the one place in which the
 * envelopes of others stay. A peer makes the folder anew.
 */
const ENDORSED = 'transientstore';

/** Takes out of the files of a peer what is deleted in them, and what it endorsed; it does not run meanwhile. */
export const scrubPeer = async (
  care: NodesCare,
  host: ProcessHost,
  node: Node,
  say: (detail: string) => void,
): Promise<void> => {
  say('stop');
  await care.stop(host, node);
  try {
    say('rewrite its stores');
    await care.storage.removeFolder(node, ENDORSED);
    for (const store of STORES) await care.storage.compact(node, store);
  } finally {
    say('start');
    await care.start(host, node);
  }
};
