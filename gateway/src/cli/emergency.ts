import type { EmergencyView } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import { actingAs, ask, personOf, tell, time, type ActingOptions } from './acting-as';

interface OpenOptions extends ActingOptions {
  readonly sections: string;
  readonly code: string;
  readonly reason: string;
  readonly minutes: string;
}

const open = (): Command =>
  actingAs(new Command('open'))
    .description('open sections of a case without consent; the reason is on the ledger first')
    .argument('<case>', 'id of the case')
    .requiredOption('--sections <sections>', 'those that are needed, and no more')
    .requiredOption('--code <code>', 'reason code: UNCONSCIOUS')
    .requiredOption('--reason <text>', 'the reason in words, sealed for the auditors')
    .option('--minutes <n>', 'how long', '60')
    .action(async (id: string, options: OpenOptions) => {
      const { sections, code: reasonCode, reason, minutes } = options;
      const body = { sections: sections.split(','), reasonCode, reason, minutes: Number(minutes) };
      const answer = await ask(await personOf(options), 'POST', `/cases/${id}/emergencies`, body);
      const view = answer as unknown as EmergencyView;
      const next = `read it: rx case show ${id} --read ${sections} --emergency ${view.id}`;
      tell(options, answer, [line(view), next]);
    });

const list = (): Command =>
  actingAs(new Command('list'))
    .description('emergencies that nobody has reviewed; with --case, all of a case')
    .option('--case <id>', 'id of a case')
    .action(async (options: ActingOptions & { case?: string }) => {
      const path = options.case === undefined ? '/emergencies' : `/cases/${options.case}/emergencies`;
      const answer = await ask(await personOf(options), 'GET', path);
      tell(options, answer, (answer['items'] as readonly EmergencyView[]).map(line));
    });

const review = (): Command =>
  actingAs(new Command('review'))
    .description('review an emergency, as an auditor of another organisation')
    .argument('<case>', 'id of the case')
    .argument('<emergency>', 'id of the emergency')
    .addOption(new Option('--verdict <verdict>').choices(['justified', 'not-justified']).makeOptionMandatory())
    .action(async (id: string, emergency: string, options: ActingOptions & { verdict: string }) => {
      const path = `/cases/${id}/emergencies/${emergency}/review`;
      const answer = await ask(await personOf(options), 'POST', path, { verdict: options.verdict });
      tell(options, answer, [line(answer as unknown as EmergencyView)]);
    });

const reason = (): Command =>
  actingAs(new Command('reason'))
    .description('read why an emergency was opened, as an auditor who may review it')
    .argument('<case>', 'id of the case')
    .argument('<emergency>', 'id of the emergency')
    .action(async (id: string, emergency: string, options: ActingOptions) => {
      const answer = await ask(await personOf(options), 'GET', `/cases/${id}/emergencies/${emergency}/reason`);
      tell(options, answer, [String(answer['reason'] ?? "sealed for a key on the caller's own device")]);
    });

const line = ({ id, case: of, sections, opener, reasonCode, until, review: reviewed }: EmergencyView): string =>
  `${id}  case ${of}  ${sections.join(',')} by ${opener}: ${reasonCode}, until ${time(until)}, ${
    reviewed === undefined ? 'not reviewed' : `${reviewed.verdict} (${reviewed.auditor})`
  }`;

/** `rx emergency`: reads without consent, and their review. */
export const emergencyCommand = (): Command =>
  new Command('emergency')
    .description('emergencies: open, list, review')
    .addCommand(open())
    .addCommand(list())
    .addCommand(reason())
    .addCommand(review());
