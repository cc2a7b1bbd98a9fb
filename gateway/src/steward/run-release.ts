import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { ExactSampler } from '../anonymisation/noise/exact-sampler';
import { SecureSource } from '../anonymisation/noise/random-source';
import { makeRelease, type Find } from '../releases/make-release';
import { madeFromNow, removeInternal, requireMadeFrom, writeMadeFrom } from './internal-folder';
import { prepareRows } from './prepare-rows';
import type { ReleasePlan } from './release-file';
import { MANIFEST, writeFolder, type FolderManifest, type FolderOptions } from './release-folder';
import { verifyFolder } from './verify-folder';

export interface RunOutcome {
  readonly manifest: FolderManifest;
  /** False where the release was there already: nothing was drawn. */
  readonly isNew: boolean;
}

/**
 * Makes a release on the disk, once: where the folder has one of the same plan and data, that is the answer. Fresh noise on
 * the same counts could be averaged away.
 * @throws AnonymisationError where rows and plan do not fit, the folder has another release, or nothing can be written
 */
export async function runRelease(
  plan: ReleasePlan,
  folder: string,
  { find, ...options }: FolderOptions & { readonly find?: Find } = {},
): Promise<RunOutcome> {
  if (existsSync(folder)) {
    if (!existsSync(join(folder, MANIFEST))) {
      throw new AnonymisationError('other-release', `${folder} is there, and is no release`);
    }
    await requireMadeFrom(folder, plan);
    return { manifest: await verifyFolder(folder), isNew: false };
  }
  const madeFrom = await madeFromNow(plan);
  const { scheme, question } = plan;
  const table = await prepareRows(plan, Buffer.from(madeFrom.rowKey, 'hex'));
  const release = makeRelease(table, scheme, question, new ExactSampler(new SecureSource()), find);
  await writeMadeFrom(folder, madeFrom);
  try {
    const about = { plan: madeFrom.plan, scheme, question };
    return { manifest: await writeFolder(folder, release, about, options), isNew: true };
  } catch (error) {
    // Nobody has seen the noise: the next run may draw its own.
    await removeInternal(folder);
    throw error;
  }
}
