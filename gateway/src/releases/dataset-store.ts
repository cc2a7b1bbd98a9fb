import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetView } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';
import { readIfThere, writeWhole } from '../identity/atomic-file';
import { hashOf, type Scheme } from './scheme';

/** Where the rows of a data set come from: a file of the sources' folder, or this gateway's ended prescriptions. */
export type Source = { readonly kind: 'file'; readonly name: string } | { readonly kind: 'prescriptions' };

/** What the ledger does not keep of a data set: the scheme itself, and where its rows are. */
export interface DatasetDefinition {
  readonly scheme: Scheme;
  readonly source: Source;
}

/** Definitions of this gateway's data sets, by id and scheme hash: one that the ledger never took does no harm. */
export class DatasetStore {
  constructor(private readonly folder: string) {}

  async save(id: string, definition: DatasetDefinition): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeWhole(this.#path(id, hashOf(definition.scheme)), `${JSON.stringify(definition)}\n`);
  }

  /** @throws Problem RELEASE_SCHEME where the scheme that the ledger holds is not here, or was changed */
  async read({ id, scheme }: Pick<DatasetView, 'id' | 'scheme'>): Promise<DatasetDefinition> {
    const text = await readIfThere(this.#path(id, scheme));
    const definition = text === undefined ? undefined : (JSON.parse(text) as DatasetDefinition);
    if (definition === undefined || hashOf(definition.scheme) !== scheme) throw new Problem('RELEASE_SCHEME');
    return definition;
  }

  #path(id: string, scheme: string): string {
    return join(this.folder, `${id}.${scheme}.json`);
  }
}
