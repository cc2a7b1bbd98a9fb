import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { OperatorError } from '../operator-error';
import { sha256Of } from '../archive/sha256';
import type { ReleaseArchive } from './release';

/** An archive on its way here. */
export interface Fetching {
  readonly archive: ReleaseArchive;
  /** Address below which the releases are; a mirror has the same paths. */
  readonly from: string;
  /** Where it is kept. */
  readonly path: string;
  /** The SHA-256 it must have. */
  readonly expected: string;
  readonly say: (detail: string) => void;
}

const SILENCE_MILLISECONDS = 60_000;
const MIB = 1024 * 1024;

const unreachable = ({ from, archive, path }: Fetching, why: string, cause?: unknown): OperatorError =>
  new OperatorError(
    'no-download',
    `${from}/${archive.path} cannot be fetched (${why})`,
    `Where this machine has no line to it, fetch the file elsewhere, put it at ${path}, and repeat the command. ` +
      'A mirror is named by --from.',
    { cause },
  );

const open = async (fetching: Fetching): Promise<Response> => {
  const answer = await fetch(`${fetching.from}/${fetching.archive.path}`).catch((cause: unknown) => {
    throw unreachable(fetching, reasonOf(cause), cause);
  });
  if (!answer.ok || !answer.body) throw unreachable(fetching, `status ${answer.status}`);
  return answer;
};

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  return cause?.code ?? cause?.message ?? message;
};

/** Passes bytes on, says how many there were, and gives up when none come any more. */
const meter = (total: number, say: Fetching['say']): Transform => {
  let done = 0;
  let said = -1;
  let timer: NodeJS.Timeout | undefined;
  const watch = (stream: Transform) => {
    clearTimeout(timer);
    timer = setTimeout(() => stream.destroy(new Error('nothing came any more')), SILENCE_MILLISECONDS);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      watch(this);
      done += chunk.length;
      const whole = Math.floor(done / MIB);
      if (whole !== said) say(total > 0 ? `${whole} of ${Math.ceil(total / MIB)} MiB` : `${whole} MiB`);
      said = whole;
      callback(null, chunk);
    },
    destroy(error, callback) {
      clearTimeout(timer);
      callback(error);
    },
  });
};

const download = async (fetching: Fetching): Promise<void> => {
  const { path, say } = fetching;
  await mkdir(dirname(path), { recursive: true });
  const answer = await open(fetching);
  const draft = `${path}.part`;
  try {
    const body = Readable.fromWeb(answer.body as ReadableStream);
    const length = Number(answer.headers.get('content-length') ?? 0);
    await pipeline(body, meter(length, say), createWriteStream(draft, { flush: true }));
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw unreachable(fetching, reasonOf(error), error);
  }
};

/**
 * Makes sure that an archive is here with the sum that it must have; one that is there already is only checked.
 * @throws OperatorError where it cannot be had, or is another one; that one is set aside and never unpacked
 */
export const fetchArchive = async (fetching: Fetching): Promise<'kept' | 'fetched'> => {
  const { path, expected, archive } = fetching;
  const isThere = existsSync(path);
  if (!isThere) await download(fetching);
  const found = await sha256Of(path);
  if (found === expected) return isThere ? 'kept' : 'fetched';
  const aside = `${path}.refused`;
  await rename(path, aside);
  throw new OperatorError(
    'checksum',
    `${archive.file} has the SHA-256 ${found} instead of ${expected}; it was set aside as ${aside}`,
    'Repeat the command. If it happens again, somebody between here and the release changes it, or the mirror has another file.',
  );
};
