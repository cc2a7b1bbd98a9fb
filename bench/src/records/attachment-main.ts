import { createCipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createAttachmentService, type AttachmentService } from '@rxledger/gateway/dist/attachments/service';
import { openContent } from '@rxledger/gateway/dist/open-content';
import { CHUNK_BYTES, chunkCount, drawAttachmentSecret } from '@rxledger/client';
import { inTurn, load, middle } from '../load';
import { drawId } from '../prescription';

/** What the process says at its end. */
export interface AttachmentTimes {
  /** MiB that the process grew by, at its largest, from before its first attachment. */
  readonly grown: number;
  /** Milliseconds of one attachment. */
  readonly store: number;
  readonly bare: number;
  /** The same, and on the disk for certain. */
  readonly synced: number;
}

/** Chunks that a client sends at once. */
const AT_ONCE = 3;

const [, , directory, file, rounds] = process.argv as [string, string, string, string, string];

/** Chunk by chunk, as the route does with what it is sent. */
async function throughStore(service: AttachmentService): Promise<void> {
  const [owner, secret] = [drawId(), drawAttachmentSecret()];
  const attachment = `${owner}-t-${drawId()}`;
  const { size } = await stat(file);
  const count = chunkCount(size);
  const source = await open(file);
  const digests: string[] = [];
  try {
    await load(count, AT_ONCE, async (index) => {
      const length = Math.min(CHUNK_BYTES, size - index * CHUNK_BYTES);
      const { buffer: bytes } = await source.read(Buffer.allocUnsafe(length), 0, length, index * CHUNK_BYTES);
      const isLast = index === count - 1;
      digests[index] = (await service.put({ case: owner, attachment, index, isLast, bytes, secret })).digest;
    });
  } finally {
    await source.close();
  }
  await service.finish(owner, attachment, digests);
}

/** One cipher, one file. */
async function bare(isSynced: boolean): Promise<void> {
  const target = join(directory, drawId());
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  await pipeline(source, cipher, createWriteStream(target, { flush: isSynced }));
  await rm(target);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** As Linux tells it, in MiB. */
const memory = (name: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

async function main(): Promise<void> {
  const content = await openContent(undefined, join(directory, 'content'));
  const service = createAttachmentService({ content } as never, {} as never);
  // Forgets the peak of the start.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = memory('VmRSS');
  await throughStore(service);
  const grown = memory('VmHWM') - before;
  const works = [() => throughStore(service), () => bare(false), () => bare(true)] as const;
  for (const work of works) await work();
  const results = await inTurn(works, Number(rounds), timed);
  const [store, unsynced, synced] = works.map((work) => middle(results.get(work)!)) as [number, number, number];
  const times: AttachmentTimes = { grown, store, bare: unsynced, synced };
  process.stdout.write(`${JSON.stringify(times)}\n`);
}

void main();
