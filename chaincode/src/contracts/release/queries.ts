import {
  ROLES,
  type BudgetView,
  type DatasetsQuery,
  type DatasetView,
  type Page,
  type ReleasesQuery,
  type ReleaseView,
} from '../../api';
import { accountView } from '../../domain/privacy-budget';
import { RELEASE_QUERY } from '../../domain/validation/release-input';
import { listDatasets, readDataset, readSpent } from '../../store/datasets';
import { listReleases, readRelease } from '../../store/releases';
import type { Query } from '../invocation';

export const readQuery: Query<{ id: string }> = {
  form: RELEASE_QUERY.Read,
  roles: ROLES,
  run: ({ stub, query }): Promise<ReleaseView> => readRelease(stub, query.id),
};

export const datasetQuery: Query<{ id: string }> = {
  form: RELEASE_QUERY.Dataset,
  roles: ROLES,
  async run({ stub, query }): Promise<BudgetView> {
    const dataset = await readDataset(stub, query.id);
    const accounts = dataset.accounts.map(async (terms) =>
      accountView(terms, await readSpent(stub, dataset.id, terms.guarantee)),
    );
    return { ...dataset, accounts: await Promise.all(accounts) };
  },
};

export const datasetsQuery: Query<DatasetsQuery> = {
  form: RELEASE_QUERY.Datasets,
  roles: ROLES,
  run: ({ stub, query }): Promise<Page<DatasetView>> => listDatasets(stub, query),
};

export const releasesQuery: Query<ReleasesQuery> = {
  form: RELEASE_QUERY.Releases,
  roles: ROLES,
  run: ({ stub, query }): Promise<Page<ReleaseView>> => listReleases(stub, query),
};
