import { GRANT_PURPOSES, GRANTED_TO, SECTIONS, type GrantView } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
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
      const answer = await ask(await personOf(options), 'POST', '/consents', body);
      const { wrapped } = answer as unknown as { wrapped: readonly { section: string; left?: string }[] };
      const left = wrapped.filter((one) => one.left !== undefined).map((one) => `  ${one.section}: ${one.left!}`);
      tell(options, answer, [
        line(answer as unknown as GrantView),
        ...(left.length === 0 ? [] : ['not wrapped for the grantee; who treats can do it:', ...left]),
      ]);
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
  new Command('consent').description('consent of patients').addCommand(give()).addCommand(revoke()).addCommand(list());
