import {
  mspOf,
  type PublishReleaseCommand,
  type ReleaseCommand,
  type ReleaseView,
  type ReserveCommand,
} from '../../api';
import { checkClock, checkVersion } from '../../domain/admission';
import type { Actor } from '../../domain/actor';
import { termsOf } from '../../domain/dataset';
import { debit } from '../../domain/privacy-budget';
import { checkSame, reserve, step, type ReleaseTransaction } from '../../domain/release';
import { RELEASE_INPUT } from '../../domain/validation/release-input';
import type { Check } from '../../domain/validation/schema';
import { readDataset, readSpent, saveSpent } from '../../store/datasets';
import { addRelease, findRelease, readRelease, saveRelease } from '../../store/releases';
import type { Outcome, Transaction } from '../invocation';

/** The owner, who approved, and who acted are told. */
const outcome = (release: ReleaseView, caller: Actor, from?: string): Outcome => ({
  result: release,
  event: {
    subject: release.id,
    ...(from !== undefined && { from }),
    to: release.status,
    version: release.version,
    parties: [
      ...new Set([
        release.owner,
        ...(release.approvedBy === undefined ? [] : [mspOf(release.approvedBy)]),
        caller.mspId,
      ]),
    ],
  },
});

/** Charges the account. What was asked for under this id before is answered as it stands, and charged once. */
export const reserveTransaction: Transaction<ReserveCommand> = {
  contract: 'release',
  name: 'Reserve',
  form: RELEASE_INPUT.Reserve,
  roles: ['steward'],
  async run({ stub, command, caller, now }) {
    const dataset = await readDataset(stub, command.dataset);
    const release = reserve(command, dataset, caller, now);
    const existing = await findRelease(stub, release.id);
    if (existing !== undefined) {
      checkSame(existing, release);
      return outcome(existing, caller, existing.status);
    }
    const terms = termsOf(dataset, release.guarantee);
    const spent = await readSpent(stub, dataset.id, release.guarantee);
    await saveSpent(stub, dataset.id, release.guarantee, debit(terms, spent, release.cost));
    await addRelease(stub, release);
    return outcome(release, caller);
  },
};

const transition = <C extends ReleaseCommand>(
  name: ReleaseTransaction,
  form: Check,
  change: (command: C, caller: Actor) => Partial<ReleaseView> = () => ({}),
): Transaction<C> => ({
  contract: 'release',
  name,
  form,
  roles: ['steward'],
  async run({ stub, command, caller, now }) {
    const release = await readRelease(stub, command.id);
    checkVersion(release, command);
    checkClock(release, now);
    const next: ReleaseView = { ...step(name, release, caller, now), ...change(command, caller) };
    await saveRelease(stub, next);
    return outcome(next, caller, release.status);
  },
});

export const approveTransaction = transition('Approve', RELEASE_INPUT.step, (_, { id }) => ({ approvedBy: id }));

export const publishTransaction = transition<PublishReleaseCommand>(
  'Publish',
  RELEASE_INPUT.Publish,
  ({ artefact }) => ({
    artefact,
  }),
);

/** Not paid back: noise may have been drawn. */
export const abortTransaction = transition('Abort', RELEASE_INPUT.step);
