import { resolve } from 'node:path';
import { readConsortium } from '../../topology/read-consortium';
import { nodeOf } from '../node';
import { refuseReplacement } from './replace-node';

const file = resolve(__dirname, '../../../../test-network-config/consortium.yaml');
const consortium = readConsortium(file);
const from = '/backup';

describe('a new disk for a node', () => {
  it.each([
    ['an orderer with an old ledger', nodeOf('orderer', 'hospital'), { from, acceptsLoss: false }, 'not-from-backup'],
    ['a CA without its key', nodeOf('ca', 'hospital'), { acceptsLoss: true }, 'only-copy'],
    ['a peer without its private data', nodeOf('peer', 'hospital'), { acceptsLoss: false }, 'private-data'],
  ])('is refused to %s', (_what, node, how, code) => {
    expect(() => refuseReplacement(consortium, node, how)).toThrow(expect.objectContaining({ code }));
  });

  it('is refused to the only orderer', () => {
    const alone = readConsortium(file, { profile: 'raft1' });
    const node = nodeOf('orderer', 'hospital');
    expect(() => refuseReplacement(alone, node, { acceptsLoss: true })).toThrow(/only orderer/);
  });

  it.each([
    ['an orderer among others', nodeOf('orderer', 'hospital'), { acceptsLoss: false }],
    ['a CA with its backup', nodeOf('ca', 'hospital'), { from, acceptsLoss: false }],
    ['a peer with its backup', nodeOf('peer', 'hospital'), { from, acceptsLoss: false }],
    ['a peer that may lose them', nodeOf('peer', 'hospital'), { acceptsLoss: true }],
  ])('is given to %s', (_what, node, how) => {
    expect(() => refuseReplacement(consortium, node, how)).not.toThrow();
  });
});
