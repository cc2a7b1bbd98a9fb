import { closeSync, constants, fsyncSync, openSync } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeWhole } from '../identity/atomic-file';
import { MANIFEST, TABLE } from './artefact';

/**
 * What a gateway keeps of one release: the request, the job, a mark that noise is being drawn, the artefact. The mark
 * comes before the noise, and an artefact comes whole: so it is always known whether noise may have been drawn.
 */
export class ReleaseFolder {
  readonly artefact: string;
  readonly manifest: string;
  readonly table: string;

  constructor(private readonly path: string) {
    this.artefact = join(path, 'artefact');
    this.manifest = join(this.artefact, MANIFEST);
    this.table = join(this.artefact, TABLE);
  }

  /** Reads a document of the release. */
  async read<T>(name: string): Promise<T | undefined> {
    const text = await readIfThere(join(this.path, `${name}.json`));
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  async write(name: string, document: object): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await writeWhole(join(this.path, `${name}.json`), `${JSON.stringify(document)}\n`);
  }

  hasArtefact(): Promise<boolean> {
    return isThere(this.manifest);
  }

  /** Whether noise may have been drawn. */
  isDrawing(): Promise<boolean> {
    return isThere(join(this.path, 'drawing'));
  }

  /** Says, on the disk, that noise is going to be drawn. @throws where that was said before */
  markDrawing(): void {
    // At once, in the middle of the engine's work: the random number that it asks for waits.
    closeSync(synced(openSync(join(this.path, 'drawing'), 'wx', 0o600)));
    closeSync(synced(openSync(this.path, 'r')));
  }
}

function synced(file: number): number {
  fsyncSync(file);
  return file;
}

const isThere = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

/** Ids of all releases that something is kept of. */
export const releasesIn = (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
