import type { DatasetView, RaiseCapCommand, RegisterDatasetCommand } from '../../api';
import { checkClock, checkVersion } from '../../domain/admission';
import { raiseCap, registerDataset } from '../../domain/dataset';
import { refuse } from '../../domain/refusal';
import { RELEASE_INPUT } from '../../domain/validation/release-input';
import { findDataset, readDataset, saveDataset } from '../../store/datasets';
import type { Outcome, Transaction } from '../invocation';

const outcome = (dataset: DatasetView, to: string): Outcome => ({
  result: dataset,
  event: { subject: dataset.id, to, version: dataset.version, parties: [dataset.owner] },
});

export const registerDatasetTransaction: Transaction<RegisterDatasetCommand> = {
  contract: 'release',
  name: 'RegisterDataset',
  form: RELEASE_INPUT.RegisterDataset,
  roles: ['steward'],
  async run({ stub, command, caller, now }) {
    const dataset = registerDataset(command, caller, now);
    if ((await findDataset(stub, dataset.id)) !== undefined) refuse('RELEASE_DATASET_EXISTS');
    await saveDataset(stub, dataset);
    return outcome(dataset, 'registered');
  },
};

export const raiseCapTransaction: Transaction<RaiseCapCommand> = {
  contract: 'release',
  name: 'RaiseCap',
  form: RELEASE_INPUT.RaiseCap,
  roles: ['steward'],
  async run({ stub, command, caller, now }) {
    const dataset = await readDataset(stub, command.dataset);
    if (caller.mspId !== dataset.owner) refuse('ACCESS_RELATION');
    checkVersion(dataset, command);
    checkClock(dataset, now);
    const raised = raiseCap(dataset, command, now);
    await saveDataset(stub, raised);
    return outcome(raised, 'raised');
  },
};
