import { get } from 'node:http';
import type { Consortium } from '../../topology/consortium';
import { orderingMembers } from '../../topology/consortium';
import { nodeOf, type NodeName } from '../node';

const WITHIN_MILLISECONDS = 2_000;

const metricsAt = (port: number): Promise<string> =>
  new Promise((done) => {
    const request = get({ host: '127.0.0.1', port, path: '/metrics', timeout: WITHIN_MILLISECONDS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => done(''));
  });

/** Whether an orderer's metrics say that it leads a channel; Raft and SmartBFT name the figure alike. */
export const saysItLeads = (metrics: string, channel: string): boolean =>
  new RegExp(`^consensus_(etcdraft|BFT)_is_leader\\{channel="${channel}"\\} 1$`, 'm').test(metrics);

/** The orderer that leads, as the orderers themselves have it; undefined while none, or more than one, says so. */
export const findLeader = async (consortium: Consortium): Promise<NodeName | undefined> => {
  const ordering = orderingMembers(consortium);
  const metrics = await Promise.all(ordering.map(({ ports }) => metricsAt(ports.ordererOperations)));
  const leaders = ordering.filter((_, index) => saysItLeads(metrics[index]!, consortium.channel));
  return leaders.length === 1 ? nodeOf('orderer', leaders[0]!.name).name : undefined;
};
