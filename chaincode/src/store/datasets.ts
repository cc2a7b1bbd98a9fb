import type { DatasetView, Guarantee, Page } from '../api';
import { NOTHING_SPENT, type Spent } from '../domain/privacy-budget';
import { refuse } from '../domain/refusal';
import { KEY_TYPE, keys } from './keys';
import { parseValue, readPage, type Paging } from './pages';
import { requireEveryMember } from './registry';
import { readState, writeState } from './state';
import type { Stub } from './stub';

export const findDataset = (stub: Stub, id: string): Promise<DatasetView | undefined> =>
  readState<DatasetView>(stub, keys.dataset(stub, id));

/** @throws Refusal RELEASE_DATASET_NOT_FOUND */
export const readDataset = async (stub: Stub, id: string): Promise<DatasetView> =>
  (await findDataset(stub, id)) ?? refuse('RELEASE_DATASET_NOT_FOUND');

/** Scheme and caps stand in one key that every member signs for once it is there. */
export async function saveDataset(stub: Stub, dataset: DatasetView): Promise<void> {
  const key = keys.dataset(stub, dataset.id);
  await writeState(stub, key, dataset);
  await requireEveryMember(stub, key);
}

/** A range read: for queries alone. */
export const listDatasets = (stub: Stub, paging: Paging): Promise<Page<DatasetView>> =>
  readPage(stub, KEY_TYPE.dataset, [], paging, ({ value }) => parseValue<DatasetView>(value));

type Kept = Readonly<Record<keyof Spent, string>>;

/** What was spent of a data set's account. */
export async function readSpent(stub: Stub, dataset: string, guarantee: Guarantee): Promise<Spent> {
  const kept = await readState<Kept>(stub, keys.account(stub, dataset, guarantee));
  if (kept === undefined) return NOTHING_SPENT;
  const { microEpsilon, picoDelta, picoRho } = kept;
  return { microEpsilon: BigInt(microEpsilon), picoDelta: BigInt(picoDelta), picoRho: BigInt(picoRho) };
}

/**
 * One key an account, so that of debits at the same time one is valid and the others are told of a conflict. It has no
 * policy of its own: the chaincode's asks for two organisations, those that join later included.
 */
export const saveSpent = (stub: Stub, dataset: string, guarantee: Guarantee, spent: Spent): Promise<void> =>
  writeState(stub, keys.account(stub, dataset, guarantee), {
    microEpsilon: String(spent.microEpsilon),
    picoDelta: String(spent.picoDelta),
    picoRho: String(spent.picoRho),
  } satisfies Kept);
