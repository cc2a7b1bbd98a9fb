import type {
  ListPublicCasesQuery,
  Page,
  PublicCaseView,
  PublishCommand,
  WithdrawCaseCommand,
} from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted, Transient } from '../ledger/ledger';
import { decodeDocument, type Records } from '../records';
import { fieldsWith, knownNames } from './known-names';

export interface PublicCaseService {
  /** @throws Problem CASE_IDENTIFYING with the fields that hold what looks like an identifier, or a name of the case */
  publish(caller: Caller, command: PublishCommand): Promise<Submitted<PublicCaseView>>;
  withdraw(caller: Caller, command: WithdrawCaseCommand): Promise<Submitted<{ readonly case: string }>>;
  list(caller: Caller, query: ListPublicCasesQuery): Promise<Page<PublicCaseView>>;
}

/** Summaries that identify nobody, for researchers. */
export function createPublicCaseService({ ledger, reading, envelopes }: Records): PublicCaseService {
  /** Base data of the case, read for this check alone; none where there is none yet. */
  async function namesOf(caller: Caller, { commandId, case: id }: PublishCommand): Promise<readonly string[]> {
    const sections = await ledger.sections(caller, id);
    if (!sections.versions.some(({ section }) => section === 'base')) return [];
    const request = { commandId: `${commandId.slice(0, 60)}-n`, case: id, sections: ['base' as const] };
    const { view } = await reading.open(caller, { ...request, basis: 'treating' });
    const { answer } = await reading.read(caller, { case: id, receipt: view.id, section: 'base' }, sections);
    const { version } = answer;
    const opened = await envelopes.open(answer.envelope, { purpose: 'section', subject: id, section: 'base', version });
    if (opened.kept === 'own-device') throw new Problem('KEY_ON_DEVICE');
    return knownNames(decodeDocument(opened.bytes).content);
  }

  /** A grant for all cases says nothing of this one: the salt does. */
  async function shown(caller: Caller, { case: id }: WithdrawCaseCommand): Promise<Transient> {
    return { subjectSalt: (await ledger.subject(caller, id)).salt };
  }

  return {
    async publish(caller, command) {
      const fields = fieldsWith(command.summary, await namesOf(caller, command));
      if (fields.length > 0) {
        throw new Problem('CASE_IDENTIFYING', { faults: fields.map((path) => ({ path, rule: 'name-of-the-case' })) });
      }
      return ledger.submit(caller, {
        contract: 'case',
        transaction: 'Publish',
        command,
        hospital: await ledger.hospitalOf(caller, command.case),
        transient: await shown(caller, command),
      });
    },

    withdraw: async (caller, command) =>
      ledger.submit(caller, {
        contract: 'case',
        transaction: 'Withdraw',
        command,
        hospital: await ledger.hospitalOf(caller, command.case),
        transient: caller.role === 'patient' ? await shown(caller, command) : {},
      }),

    list: (caller, query) => ledger.ask(caller, { contract: 'misbc', transaction: 'ListPublicCases', query }),
  };
}
