import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { sealFolder, writeHashed } from '../releases/artefact';
import { hashOfData } from './prepare-rows';
import { hashOfPlan, type ReleasePlan } from './release-file';
import { written } from './release-folder';

/** Beside a release, what must never be given away with it. */
export const internalFolder = (release: string): string => `${resolve(release)}-internal`;

const RECORD = 'made-from.json';

/** What a release was made from. */
export interface MadeFrom {
  readonly plan: string;
  /** SHA-256 of the data: it proves a guess at the data, and so stays with the steward. */
  readonly data: string;
  /** Decides which of a patient's rows is kept; 32 bytes, hex. */
  readonly rowKey: string;
}

/** A plan and its data as they are now, with a key of its own. */
export const madeFromNow = async (plan: ReleasePlan): Promise<MadeFrom> => ({
  plan: hashOfPlan(plan),
  data: await hashOfData(plan),
  rowKey: randomBytes(32).toString('hex'),
});

export async function writeMadeFrom(release: string, madeFrom: MadeFrom): Promise<void> {
  const folder = internalFolder(release);
  await written(folder, async () => {
    // Of a run that came to nothing.
    await rm(folder, { recursive: true, force: true });
    await sealFolder(folder, (draft) => writeHashed(join(draft, RECORD), lines([`${JSON.stringify(madeFrom)}\n`])));
  });
}

export const removeInternal = (release: string): Promise<void> =>
  rm(internalFolder(release), { recursive: true, force: true });

/**
 * What a release was made from, held against a plan and its data as they are now.
 * @throws AnonymisationError where it was made of another plan, or the data has changed since
 */
export async function requireMadeFrom(release: string, plan: ReleasePlan): Promise<MadeFrom> {
  const path = join(internalFolder(release), RECORD);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AnonymisationError('unreadable', `${path}, which says what ${release} was made from, is not there`, {
      cause,
    });
  });
  const madeFrom = JSON.parse(text) as MadeFrom;
  if (madeFrom.plan !== hashOfPlan(plan)) {
    throw new AnonymisationError('other-release', `${release} was made of another plan than this`);
  }
  if (madeFrom.data !== (await hashOfData(plan))) {
    throw new AnonymisationError('other-release', `the data has changed since ${release} was made`);
  }
  return madeFrom;
}

/** Writes a file of the internal folder. */
export async function writeInternal(release: string, name: string, text: string): Promise<string> {
  const folder = internalFolder(release);
  const path = join(folder, name);
  await written(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rm(path, { force: true });
    await writeHashed(path, lines([text])).catch(async (error: unknown) => {
      await rm(path, { force: true });
      throw error;
    });
  });
  return path;
}

async function* lines(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}
