import { request, type RequestOptions } from 'node:https';
import { randomBytes } from 'node:crypto';

/** Where an orderer's participation API is, and who may use it. All PEM. */
export interface ParticipationAccess {
  readonly port: number;
  readonly tlsAuthorities: readonly string[];
  readonly certificate: string;
  readonly privateKey: string;
}

/** What an orderer says of a channel. */
export interface ChannelParticipation {
  readonly name: string;
  readonly height: number;
  readonly status: 'active' | 'onboarding' | 'inactive' | 'failed';
  readonly consensusRelation: 'consenter' | 'follower' | 'config-tracker' | 'other';
}

/** An orderer's operator's door that said no; `message` has its own words. */
export class ParticipationError extends Error {
  constructor(
    message: string,
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ParticipationError';
  }
}

const TIMEOUT_MILLISECONDS = 30_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}

const askOnce = (access: ParticipationAccess, options: RequestOptions, body?: Buffer): Promise<Answer> =>
  new Promise((done, fail) => {
    const { port, tlsAuthorities, certificate, privateKey } = access;
    const outgoing = request(
      {
        host: 'localhost',
        port,
        ca: [...tlsAuthorities],
        cert: certificate,
        key: privateKey,
        timeout: TIMEOUT_MILLISECONDS,
        agent: false,
        ...options,
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () =>
          done({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('error', (cause) =>
      fail(
        new ParticipationError(`the orderer at port ${port} does not answer: ${cause.message}`, undefined, { cause }),
      ),
    );
    outgoing.end(body);
  });

const OPENS_WITHIN_MILLISECONDS = 15_000;

const isClosed = ({ cause }: Error): boolean => (cause as { code?: string } | undefined)?.code === 'ECONNREFUSED';

/** An orderer opens this door a moment after it calls itself healthy. */
const ask = async (access: ParticipationAccess, options: RequestOptions, body?: Buffer): Promise<Answer> => {
  const deadline = Date.now() + OPENS_WITHIN_MILLISECONDS;
  for (;;) {
    try {
      return await askOnce(access, options, body);
    } catch (error) {
      if (!isClosed(error as Error) || Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
};

const refusal = ({ status, body }: Answer): ParticipationError => {
  try {
    return new ParticipationError((JSON.parse(body) as { error: string }).error, status);
  } catch {
    return new ParticipationError(`status ${status}`, status);
  }
};

/**
 * A channel as the orderer takes part in it; undefined where it does not.
 * @throws ParticipationError
 */
export const channelOf = async (
  access: ParticipationAccess,
  channel: string,
): Promise<ChannelParticipation | undefined> => {
  const answer = await ask(access, { method: 'GET', path: `/participation/v1/channels/${channel}` });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(answer);
  return JSON.parse(answer.body) as ChannelParticipation;
};

/**
 * Has the orderer join a channel, by its first block, or, for an orderer that joins a channel that runs, by its last
 * configuration block.
 * @throws ParticipationError
 */
export const joinOrderer = async (access: ParticipationAccess, block: Uint8Array): Promise<void> => {
  const boundary = randomBytes(16).toString('hex');
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="config-block"; filename="block"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    block,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const answer = await ask(
    access,
    {
      method: 'POST',
      path: '/participation/v1/channels',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length },
    },
    body,
  );
  if (answer.status !== 201) throw refusal(answer);
};
