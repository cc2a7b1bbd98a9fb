import { Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  /** JSON; an empty object where there was no body. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** One server, spoken to over connections that stay open. */
export interface HttpClient {
  /** Any status is an answer. @throws Error where the server cannot be reached, or does not answer in time */
  call(method: 'GET' | 'POST', path: string, options?: CallOptions): Promise<HttpAnswer>;
  close(): void;
}

export interface CallOptions {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param patience milliseconds until a call is given up */
export function httpClient(base: string, fixed: Readonly<Record<string, string>>, patience = 60_000): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    call: (method, path, { body, headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const content =
          text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
        const options = { agent, method, headers: { ...fixed, ...content, ...headers }, timeout: patience };
        const outgoing = request(`${base}${path}`, options, (incoming) => {
          let answer = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (part: string) => (answer += part));
          incoming.on('error', reject);
          incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: parsed(answer) }));
        });
        outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${patience} ms`)));
        outgoing.on('error', reject);
        outgoing.end(text);
      }),
    close: () => agent.destroy(),
  };
}

/** The body of an answer. @throws Error for any answer but success */
export async function succeed(answer: Promise<HttpAnswer>): Promise<HttpAnswer['body']> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
