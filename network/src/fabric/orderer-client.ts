import { common, orderer } from '@hyperledger/fabric-protos';
import { addressOf, clientOptions, credentialsOf, type Endpoint } from './endpoint';

/** An orderer that did not take a message; `message` has its own words. */
export class OrdererError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OrdererError';
  }
}

const DEADLINE_MILLISECONDS = 30_000;

/** What an orderer says may quote a whole policy, certificates included. */
const LONGEST_WORDS = 300;

const wordsOf = (answer: orderer.BroadcastResponse): string => {
  const info = answer.getInfo() || `status ${answer.getStatus()}`;
  return info.length > LONGEST_WORDS ? `${info.slice(0, LONGEST_WORDS)}...` : info;
};

const broadcastTo = (endpoint: Endpoint, envelope: common.Envelope): Promise<void> =>
  new Promise((done, fail) => {
    const client = new orderer.AtomicBroadcastClient(addressOf(endpoint), credentialsOf(endpoint), clientOptions);
    const stream = client.broadcast({ deadline: Date.now() + DEADLINE_MILLISECONDS });
    const settle = (error?: Error) => {
      stream.cancel();
      client.close();
      if (error) fail(error);
      else done();
    };
    stream.once('data', (answer: orderer.BroadcastResponse) => {
      if (answer.getStatus() === common.Status.SUCCESS) settle();
      else settle(new OrdererError(`${addressOf(endpoint)}: ${wordsOf(answer)}`));
    });
    stream.once('end', () => settle(new OrdererError(`${addressOf(endpoint)} ended without an answer`)));
    stream.on('error', (cause) => settle(new OrdererError(`${addressOf(endpoint)}: ${cause.message}`, { cause })));
    stream.write(envelope);
  });

/**
 * Hands a message to the first orderer that takes it; returns which one that was.
 * @throws OrdererError with what each of them said, where none does
 */
export const broadcast = async (endpoints: readonly Endpoint[], envelope: common.Envelope): Promise<Endpoint> => {
  const refusals: string[] = [];
  for (const endpoint of endpoints) {
    try {
      await broadcastTo(endpoint, envelope);
      return endpoint;
    } catch (error) {
      refusals.push((error as Error).message);
    }
  }
  throw new OrdererError(`no orderer took the message: ${refusals.join('; ')}`);
};
