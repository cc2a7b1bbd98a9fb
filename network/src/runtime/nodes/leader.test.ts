import { saysItLeads } from './leader';

const metrics = (name: string, value: number): string =>
  `# HELP ${name} The leadership status.\n# TYPE ${name} gauge\n${name}{channel="other"} 1\n${name}{channel="rx"} ${value}\n`;

describe("an orderer's metrics", () => {
  it.each(['consensus_etcdraft_is_leader', 'consensus_BFT_is_leader'])(
    'say by %s whether it leads a channel',
    (name) => {
      expect(saysItLeads(metrics(name, 1), 'rx')).toBe(true);
      expect(saysItLeads(metrics(name, 0), 'rx')).toBe(false);
      expect(saysItLeads('', 'rx')).toBe(false);
    },
  );
});
