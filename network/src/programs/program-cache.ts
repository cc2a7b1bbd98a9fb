import { homedir } from 'node:os';
import { join } from 'node:path';
import { machine } from './release';

/** Where fetched programs are kept: of the user, for all networks, outside of every repository. */
export interface ProgramCache {
  /** Archives as they came, and as somebody without a line to the world puts them there. */
  readonly downloads: string;
  /** What was unpacked of them: `bin`, `config`, `builders`. */
  readonly release: string;
  readonly bin: string;
}

/** The cache for a version of Fabric on this machine. */
export const programCache = (fabricVersion: string, environment = process.env): ProgramCache => {
  const caches = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const root = join(caches, 'rxledger', 'fabric');
  const release = join(root, `${fabricVersion}-${machine()}`);
  return { downloads: join(root, 'downloads'), release, bin: join(release, 'bin') };
};
