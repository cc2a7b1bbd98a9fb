import type { ReleaseView } from '@rxledger/chaincode/api';
import { hashFile, readManifest } from './artefact';
import { hashOf } from './scheme';

/** What an artefact is held against: the ledger's view of its release. */
export type Published = Pick<ReleaseView, 'artefact' | 'request' | 'scheme'>;

/**
 * What of an artefact differs from what the ledger says; nothing if it is the one that was published.
 * @returns names of parts: manifest, table, request, scheme
 */
export async function differences(
  { manifest, table }: { readonly manifest: string; readonly table: string },
  published: Published,
): Promise<readonly string[]> {
  if ((await hashFile(manifest)) !== published.artefact) return ['manifest'];
  const said = await readManifest(manifest);
  const parts = {
    table: (await hashFile(table)) === said.table.sha256,
    request: hashOf(said.request) === published.request,
    scheme: hashOf(said.scheme) === published.scheme,
  };
  return Object.entries(parts).flatMap(([part, isSame]) => (isSame ? [] : [part]));
}
