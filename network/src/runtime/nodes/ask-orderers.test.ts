import { readOrdererMetrics } from './ask-orderers';

const metrics = (consensus: string, leads: number, block: string): string =>
  [
    `# HELP consensus_${consensus}_is_leader The leadership status.`,
    `consensus_${consensus}_is_leader{channel="other"} 1`,
    `consensus_${consensus}_is_leader{channel="rx"} ${leads}`,
    `consensus_${consensus}_committed_block_number{channel="other"} 7`,
    `consensus_${consensus}_committed_block_number{channel="rx"} ${block}`,
    '',
  ].join('\n');

describe("an orderer's metrics", () => {
  it.each(['etcdraft', 'BFT'])('say with %s whether it leads a channel, and how far it is', (consensus) => {
    expect(readOrdererMetrics(metrics(consensus, 1, '1.234567e+06'), 'rx')).toEqual({
      isLeader: true,
      block: 1_234_567,
    });
    expect(readOrdererMetrics(metrics(consensus, 0, '12'), 'rx')).toEqual({ isLeader: false, block: 12 });
  });

  it('say nothing where it does not answer', () => {
    expect(readOrdererMetrics('', 'rx')).toEqual({ isLeader: false, block: undefined });
  });
});
