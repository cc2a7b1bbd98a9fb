import {
  COMPOSITIONS,
  GUARANTEES,
  RELEASE_MODES,
  RELEASE_STATUSES,
  type AccountTerms,
  type DatasetsQuery,
  type PrivacyLoss,
  type PublishReleaseCommand,
  type RaiseCapCommand,
  type RegisterDatasetCommand,
  type ReleaseCommand,
  type ReleasesQuery,
  type ReserveCommand,
} from '../../api';
import { amount, commandId, datasetId, digest, paging, recordId, version } from './fields';
import { list, oneOf, optional, record, text, whole } from './schema';

const loss = record<PrivacyLoss>({ microEpsilon: amount, picoDelta: amount });

const terms = record<AccountTerms>({ guarantee: oneOf(GUARANTEES), composition: oneOf(COMPOSITIONS), cap: loss });

const releaseCommand = { commandId, id: recordId, expectedVersion: version } as const;

/** Forms of what `release` is given; `step` is a command that only names its release. */
export const RELEASE_INPUT = {
  RegisterDataset: record<RegisterDatasetCommand>({
    commandId,
    id: datasetId,
    title: text(100),
    unit: oneOf(['patient']),
    scheme: digest,
    accounts: list(terms, 1, GUARANTEES.length),
  }),
  RaiseCap: record<RaiseCapCommand>({
    commandId,
    dataset: datasetId,
    guarantee: oneOf(GUARANTEES),
    cap: loss,
    expectedVersion: version,
  }),
  Reserve: record<ReserveCommand>({
    commandId,
    id: recordId,
    dataset: datasetId,
    mode: oneOf(RELEASE_MODES),
    cost: loss,
    k: optional(whole(2, 1_000_000)),
    scheme: digest,
    request: digest,
  }),
  step: record<ReleaseCommand>(releaseCommand),
  Publish: record<PublishReleaseCommand>({ ...releaseCommand, artefact: digest }),
} as const;

/** Forms of what is asked of `release`. */
export const RELEASE_QUERY = {
  Read: record<{ id: string }>({ id: recordId }),
  Dataset: record<{ id: string }>({ id: datasetId }),
  Datasets: record<DatasetsQuery>(paging),
  Releases: record<ReleasesQuery>({
    dataset: optional(datasetId),
    status: optional(oneOf(RELEASE_STATUSES)),
    ...paging,
  }),
} as const;
