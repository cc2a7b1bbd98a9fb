import { get } from 'node:http';
import type { Consortium } from '../../topology/consortium';
import { orderingMembers } from '../../topology/consortium';
import { nodeOf } from '../node';
import type { OrdererState } from '../orderer-state';
import { ordererFigure } from './orderer-metrics';

const WITHIN_MILLISECONDS = 2_000;

/** Empty where the node gives no answer. */
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

/** Reads an orderer's metrics. */
export const readOrdererMetrics = (metrics: string, channel: string): Omit<OrdererState, 'name'> => {
  const figure = (name: Parameters<typeof ordererFigure>[0]): number | undefined => {
    const found = new RegExp(ordererFigure(name, channel), 'm').exec(metrics);
    return found === null ? undefined : Number(found[1]);
  };
  return { isLeader: figure('is_leader') === 1, block: figure('committed_block_number') };
};

/** Asks one orderer at the port where it tells its metrics. */
export const askOrderer = async (member: string, port: number, channel: string): Promise<OrdererState> => ({
  name: nodeOf('orderer', member).name,
  ...readOrdererMetrics(await metricsAt(port), channel),
});

/** Asks all orderers of a consortium, in the members' order. */
export const askOrderers = (consortium: Consortium): Promise<readonly OrdererState[]> =>
  Promise.all(
    orderingMembers(consortium).map(({ name, ports }) => askOrderer(name, ports.ordererOperations, consortium.channel)),
  );
