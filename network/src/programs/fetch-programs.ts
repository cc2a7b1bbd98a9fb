import { join } from 'node:path';
import type { Progress } from '../progress/progress';
import { expectedSum } from './checksum';
import { fetchArchive } from './fetch-archive';
import { programCache } from './program-cache';
import { type ReleaseArchive, RELEASES, releaseArchives } from './release';
import { type CheckedArchive, unpackRelease } from './unpack-release';

/** Which programs to get, and from where. */
export interface FetchOptions {
  readonly fabricVersion: string;
  readonly from?: string;
  /** SHA-256 by archive, of those that none is known of here. */
  readonly sums?: ReadonlyMap<string, string>;
  readonly archives?: readonly ReleaseArchive[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** What getting them came to. */
export interface FetchedPrograms {
  readonly folder: string;
  readonly archives: readonly { readonly file: string; readonly sha256: string; readonly what: 'kept' | 'fetched' }[];
  readonly isUnpacked: boolean;
}

const settle = (options: FetchOptions) => {
  const { fabricVersion, from = RELEASES, sums = new Map<string, string>(), environment = process.env } = options;
  const cache = programCache(fabricVersion, environment);
  const planned = (options.archives ?? releaseArchives(fabricVersion)).map((archive) => {
    const path = join(cache.downloads, archive.file);
    return { archive, path, from: from.replace(/\/$/, ''), expected: expectedSum(archive, path, sums) };
  });
  return { cache, planned };
};

/** What `fetchPrograms` would do: where each archive comes from, where it goes, what it must be. */
export const planFetch = (options: FetchOptions) => {
  const { cache, planned } = settle(options);
  return {
    folder: cache.bin,
    archives: planned.map(({ archive, path, from, expected }) => ({
      url: `${from}/${archive.path}`,
      path,
      sha256: expected,
    })),
  };
};

/**
 * Gets Fabric's own programs into the user's cache: fetched, checked, unpacked; what is there already stays.
 * @throws OperatorError
 */
export const fetchPrograms = async (options: FetchOptions, progress: Progress): Promise<FetchedPrograms> => {
  const { cache, planned } = settle(options);
  const checked: (CheckedArchive & { what: 'kept' | 'fetched' })[] = [];
  for (const { archive, path, from, expected } of planned) {
    const what = await progress.step(`Get ${archive.file}`, async (say) => {
      const outcome = await fetchArchive({ archive, path, from, expected, say });
      say(outcome === 'kept' ? 'there already, SHA-256 right' : 'SHA-256 right');
      return outcome;
    });
    checked.push({ archive, path, sha256: expected, what });
  }
  const unpacked = await progress.step('Unpack', () => unpackRelease(checked, cache.release));
  return {
    folder: cache.bin,
    archives: checked.map(({ archive, sha256, what }) => ({ file: archive.file, sha256, what })),
    isUnpacked: unpacked === 'unpacked',
  };
};
