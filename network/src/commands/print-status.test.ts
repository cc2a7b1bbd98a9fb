import type { NetworkStatus } from '../operation/status';
import { printStatus } from './print-status';

const running: NetworkStatus = {
  state: 'running',
  runtime: 'native',
  channel: 'rx',
  ordering: 'bft4',
  members: [],
  nodes: [],
  orderers: [],
  disk: { used: 0, free: 0 },
  processes: [],
};

describe('the status for people', () => {
  it('names an orderer that is far behind, and how to start it anew', () => {
    const orderers = [
      { name: 'orderer.hospital', block: 500, behind: 0 },
      { name: 'orderer.centre', block: 498, behind: 2 },
      { name: 'orderer.pharmacy', block: 120, behind: 380 },
      { name: 'orderer.third-party' },
    ];
    const said = printStatus({ ...running, orderers });
    expect(said).toContain('Behind by 380 blocks: orderer.pharmacy.');
    expect(said).toContain('`rxnet stop orderer.pharmacy`, `rxnet start orderer.pharmacy`');
    expect(said).not.toContain('orderer.centre');
  });
});
