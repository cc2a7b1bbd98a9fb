import { request } from 'node:http';
import type { ControlAddress, ControlCalls } from './control';

/** A supervisor that gave no answer, or an answer that was an error. */
export class ControlError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ControlError';
  }
}

const call = (address: ControlAddress, name: string, body: object, timeoutMilliseconds: number): Promise<unknown> =>
  new Promise((done, fail) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: address.port,
        path: `/${name}`,
        method: 'POST',
        timeout: timeoutMilliseconds,
        headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) done(JSON.parse(text));
          else fail(new ControlError(`the supervisor refused ${name}: ${text}`));
        });
      },
    );
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', (cause) => fail(new ControlError(`the supervisor does not answer ${name}`, { cause })));
    sent.end(JSON.stringify(body));
  });

/** Calls to a running supervisor. Each rejects with `ControlError` where there is no good answer. */
export const controlClient = (address: ControlAddress): ControlCalls => ({
  states: (body) => call(address, 'states', body, 5_000) as ReturnType<ControlCalls['states']>,
  run: (body) => call(address, 'run', body, 60_000) as Promise<object>,
  end: (body) => call(address, 'end', body, 60_000) as Promise<object>,
  shutdown: (body) => call(address, 'shutdown', body, 60_000) as Promise<object>,
});
