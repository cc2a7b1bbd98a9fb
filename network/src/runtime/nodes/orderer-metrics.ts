/**
 * How a figure of a channel stands in an orderer's metrics, as a regular expression with one group; Raft and SmartBFT name theirs
 * alike. To be matched with the flag `m`.
 */
export const ordererFigure = (name: 'is_leader' | 'committed_block_number', channel: string): string =>
  `^consensus_(?:etcdraft|BFT)_${name}\\{channel="${channel}"\\} (\\S+)$`;
