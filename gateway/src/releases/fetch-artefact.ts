import { join } from 'node:path';
import type { ReleaseView } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';
import { MANIFEST, sealFolder, TABLE, writeHashed } from './artefact';
import { differences } from './check-artefact';
import type { ReleaseFolder } from './release-folder';

/** Milliseconds for the first answer of another gateway. */
const PATIENCE = 30_000;

/**
 * Fetches a published artefact from the gateway of its owner, and keeps it only if it is the one that the ledger names.
 * @throws Problem RELEASE_ELSEWHERE, or RELEASE_ALTERED for anything else than what was published
 */
export async function fetchArtefact(folder: ReleaseFolder, release: ReleaseView, gateway: string): Promise<void> {
  await sealFolder(folder.artefact, async (draft) => {
    const files = { manifest: join(draft, MANIFEST), table: join(draft, TABLE) };
    for (const part of ['manifest', 'table'] as const) {
      await writeHashed(files[part], await download(new URL(`/published/${release.id}/${part}`, gateway)));
    }
    if ((await differences(files, release)).length > 0) throw new Problem('RELEASE_ALTERED');
  });
}

async function download(url: URL): Promise<AsyncIterable<Uint8Array>> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) }).catch((cause: unknown) => {
    throw new Problem('RELEASE_ELSEWHERE', {}, { cause });
  });
  if (answer.status === 409) throw new Problem('RELEASE_ALTERED');
  if (!answer.ok || answer.body === null) throw new Problem('RELEASE_ELSEWHERE');
  return answer.body as unknown as AsyncIterable<Uint8Array>;
}
