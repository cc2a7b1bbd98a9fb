import { Agent, request } from 'node:http';
import type { ActorId } from '@rxledger/chaincode/api';

const agent = new Agent({ keepAlive: true });

/** What a gateway answered: HTTP status, JSON body, the bytes, milliseconds from request to the last byte. */
export interface Answer {
  readonly status: number;
  /** Empty where the answer was not JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
  readonly milliseconds: number;
}

export type Method = 'GET' | 'POST';

/** Somebody of a member, who calls his or her own organisation's gateway with a token of his or her own. */
export interface Person {
  readonly actor: ActorId;
  readonly organisation: string;
  readonly role: string;
  call(method: Method, path: string, body?: object): Promise<Answer>;
}

export interface PersonOptions {
  readonly actor: ActorId;
  readonly organisation: string;
  readonly role: string;
  /** Base address of the gateway, as `http://127.0.0.1:17180`. */
  readonly gateway: string;
  readonly token: string;
}

/** A person with a token. Answers of any status are returned; only a gateway that cannot be reached rejects. */
export function createPerson({ actor, organisation, role, gateway, token }: PersonOptions): Person {
  return {
    actor,
    organisation,
    role,
    call: (method, path, body) => call(new URL(`/v1${path}`, gateway), method, token, body),
  };
}

function call(url: URL, method: Method, token: string, body?: object): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(payload === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
  };
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(parts);
        const isJson = incoming.headers['content-type']?.includes('json') ?? false;
        resolve({
          status: incoming.statusCode ?? 0,
          body: isJson ? parseObject(bytes.toString('utf8')) : {},
          bytes,
          milliseconds: performance.now() - begun,
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

function parseObject(text: string): Record<string, unknown> {
  if (text === '') return {};
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { value };
}
