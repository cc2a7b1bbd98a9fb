import { GRANT_PURPOSES, GRANTED_TO, SECTIONS, type GrantView } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import type { Round } from '../consents/let-in-everywhere';
import type { Person } from '../demo/person';
import { actingAs, ask, personOf, tell, time, type ActingOptions } from './acting-as';

const DAY = 86_400_000;

interface GiveOptions extends ActingOptions {
  readonly to: string;
  readonly purpose: string;
  readonly case: string;
  readonly sections: string;
  readonly right: string;
  readonly days: string;
}

const give = (): Command =>
  actingAs(new Command('give'))
    .description('give consent, as a patient')
    .requiredOption('--to <grantee>', 'PharmacyMSP:dispenser-1, PharmacyMSP, or researchers')
    .addOption(new Option('--purpose <purpose>').choices(GRANT_PURPOSES).makeOptionMandatory())
    .requiredOption('--case <id>', 'id of a case, or all')
    .option('--sections <sections>', 'those it opens', SECTIONS.join(','))
    .addOption(new Option('--right <right>').choices(['read', 'write']).default('read'))
    .option('--days <n>', 'how long it holds', '30')
    .action(async (options: GiveOptions) => {
      const { to: grantee, purpose, case: cases, sections, right, days } = options;
      const until = Date.now() + Number(days) * DAY;
      const body = { grantee, purpose, cases, sections: sections.split(','), right, until };
      const patient = await personOf(options);
      const answer = await ask(patient, 'POST', '/consents', body);
      const grant = answer as unknown as GrantView & { readonly wrapped: Round };
      const wrapped = await toTheEnd(patient, grant.id, grant.wrapped);
      tell(options, { ...answer, wrapped }, [line(grant), ...wrappedLines(wrapped)]);
    });

/** Goes on round by round until all cases were looked at. */
async function toTheEnd(patient: Person, id: string, begun: Round): Promise<Round> {
  let round = begun;
  let { cases, away } = begun;
  while (round.cursor !== undefined) {
    round = (await ask(patient, 'POST', `/consents/${id}/wraps`, { cursor: round.cursor })) as unknown as Round;
    cases = [...cases, ...round.cases];
    away = [...away, ...round.away];
  }
  return { cases, away };
}

const wrappedLines = ({ cases, away }: Round): readonly string[] => {
  const left = cases.flatMap(({ case: id, sections }) =>
    sections.flatMap((one) => (one.left === undefined ? [] : [`  ${id} ${one.section}: ${one.left}`])),
  );
  return [
    ...(cases.length === 0 ? [] : [`cases looked at: ${cases.length}`]),
    ...(left.length === 0 ? [] : ['not wrapped for the grantee; who treats can do it:', ...left]),
    ...(away.length === 0 ? [] : [`does not answer, wrap again later: ${away.join(', ')}`]),
  ];
};

const wrap = (): Command =>
  actingAs(new Command('wrap'))
    .description('wrap what the patient can open for the grantee of a consent, once more: after a new key of theirs')
    .argument('<id>', 'id of the consent')
    .action(async (id: string, options: ActingOptions) => {
      const patient = await personOf(options);
      const begun = (await ask(patient, 'POST', `/consents/${id}/wraps`, {})) as unknown as Round;
      const wrapped = await toTheEnd(patient, id, begun);
      tell(options, wrapped, wrappedLines(wrapped));
      if (wrapped.away.length > 0) process.exitCode = 1;
    });

const revoke = (): Command =>
  actingAs(new Command('revoke'))
    .description('take consent back; what was read before cannot be taken back')
    .argument('<id>', 'id of the consent')
    .action(async (id: string, options: ActingOptions) => {
      const answer = await ask(await personOf(options), 'POST', `/consents/${id}/revoke`, {});
      tell(options, answer, [line(answer as unknown as GrantView)]);
    });

const list = (): Command =>
  actingAs(new Command('list'))
    .description('consents that a patient gave; for others, those given to them')
    .addOption(
      new Option('--to <whom>', 'given to the caller, to the organisation, or to all researchers').choices(GRANTED_TO),
    )
    .action(async (options: ActingOptions & { to?: string }) => {
      const query = options.to === undefined ? '' : `?to=${options.to}`;
      const answer = await ask(await personOf(options), 'GET', `/consents${query}`);
      tell(options, answer, (answer['items'] as readonly GrantView[]).map(line));
    });

const line = ({ id, grantee, purpose, cases, sections, right, until, status }: GrantView): string =>
  `${id}  ${status.padEnd(8)} ${right} ${sections.join(',')} of ${cases} for ${purpose}, to ${grantee}, until ${time(until)}`;

/** `rx consent`: given and taken back by the patient alone. */
export const consentCommand = (): Command =>
  new Command('consent')
    .description('consent of patients')
    .addCommand(give())
    .addCommand(wrap())
    .addCommand(revoke())
    .addCommand(list());
