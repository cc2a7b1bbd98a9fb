import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignatureV4 } from '@smithy/signature-v4';

/** Who may pass, and where to. */
export interface DoorSettings {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Port of the S3 server behind. */
  readonly port: number;
}

/** S3 refuses what is further from its own clock. */
const SKEW = 15 * 60_000;

const keyOf = (secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array => {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
};

/** What AWS's signer wants of a hash. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret));
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('one hash, one digest');
  }
}

/**
 * A door in front of an S3 server that checks no signatures: it lets a request pass if AWS's own signer makes the same
 * signature of it, its body is the one that was signed, and its time is near; and says no in the words of S3.
 */
export async function startSignatureDoor(settings: DoorSettings): Promise<Server> {
  const server = createServer((request, response) => {
    pass(settings, request, response).catch((error: unknown) => {
      refuse(response, 500, (error as Error).message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function pass(settings: DoorSettings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const fault = await faultOf(settings, request, body);
  if (fault !== undefined) {
    refuse(response, fault === 'XAmzContentSHA256Mismatch' ? 400 : 403, fault);
    return;
  }
  const { method, url, headers } = request;
  const onward = ask({ host: '127.0.0.1', port: settings.port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  });
  onward.end(body);
}

async function faultOf(settings: DoorSettings, { method, url, headers }: IncomingMessage, body: Buffer) {
  const { accessKeyId, secretAccessKey, region } = settings;
  const authorization = headers.authorization ?? '';
  const [, key, signed = ''] = /Credential=([^/]+)\/.*SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  if (key !== accessKeyId) return 'InvalidAccessKeyId';
  const time = Date.parse(String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  if (!(Math.abs(Date.now() - time) < SKEW)) return 'RequestTimeTooSkewed';
  const { pathname, searchParams } = new URL(url!, 'http://s3');
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
    uriEscapePath: false,
  });
  const again = await signer.sign(
    {
      method: method!,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: Object.fromEntries(signed.split(';').map((name) => [name, String(headers[name])])),
    },
    { signingDate: new Date(time) },
  );
  if (again.headers['authorization'] !== authorization) return 'SignatureDoesNotMatch';
  const digest = createHash('sha256').update(body).digest('hex');
  return headers['x-amz-content-sha256'] === digest ? undefined : 'XAmzContentSHA256Mismatch';
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`);
}
