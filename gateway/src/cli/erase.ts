import { ERASURE_SCOPES, type ErasureScope, type ErasureView, type PrivateHolding } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import type { Person } from '../demo/person';
import { openTestNetwork } from '../demo/test-network';
import { actingAs, ask, personOf, tell, time, type ActingOptions } from './acting-as';

const scopeOption = (): Option =>
  new Option('--scope <scope>', 'a section, or the whole case').choices(ERASURE_SCOPES).default('whole');

type ScopeOptions = ActingOptions & { readonly scope: ErasureScope };

const request = (): Command =>
  actingAs(new Command('request'))
    .description('have a section or a case erased, as its patient or a steward of the hospital')
    .argument('<case>', 'id of the case')
    .addOption(scopeOption())
    .action(async (id: string, options: ScopeOptions) => {
      const answer = await ask(await personOf(options), 'POST', `/cases/${id}/erasures`, { scope: options.scope });
      tell(options, answer, [
        `asked for; every holder purges as soon as it can: rx erase state ${id} --scope ${options.scope}`,
      ]);
    });

const state = (): Command =>
  actingAs(new Command('state'))
    .description('how far an erasure has come')
    .argument('<case>', 'id of the case')
    .addOption(scopeOption())
    .action(async (id: string, options: ScopeOptions) => {
      const answer = await ask(await personOf(options), 'GET', `/cases/${id}/erasures/${options.scope}`);
      tell(options, answer, stateLines(answer as unknown as ErasureView));
    });

const stateLines = ({ status, holders, receipts }: ErasureView): readonly string[] => [
  status,
  ...holders.map((holder) => {
    const receipt = receipts.find(({ organisation }) => organisation === holder);
    return `  ${holder.padEnd(16)} ${receipt === undefined ? 'not yet' : `${time(receipt.at)}  ${receipt.transactionId}`}`;
  }),
];

/** What one organisation answers when it is asked whether it still holds something. */
interface Finding {
  readonly organisation: string;
  readonly left: number;
  /** Why it could not be asked. */
  readonly fault?: string;
}

const verify = (): Command =>
  actingAs(new Command('verify'))
    .description('ask every holder whether anything is left; fails where something is, or where one cannot be asked')
    .argument('<case>', 'id of the case')
    .addOption(scopeOption())
    .action(async (id: string, options: ScopeOptions) => {
      const asker = await personOf(options);
      const view = (await ask(asker, 'GET', `/cases/${id}/erasures/${options.scope}`)) as unknown as ErasureView;
      const findings = await Promise.all(view.holders.map((holder) => findingOf(holder, id, options)));
      const isClean = view.status === 'done' && findings.every(({ left, fault }) => left === 0 && fault === undefined);
      tell(options, { case: id, scope: options.scope, status: view.status, isClean, findings }, [
        ...stateLines(view),
        ...findings.map(({ organisation, left, fault }) => `  ${organisation.padEnd(16)} ${fault ?? `${left} left`}`),
        isClean ? 'nothing is left anywhere' : 'NOT erased: see above; holders go on trying until it is done',
      ]);
      if (!isClean) process.exitCode = 1;
    });

async function findingOf(organisation: string, id: string, { network, scope }: ScopeOptions): Promise<Finding> {
  try {
    const answer = await ask(await stewardOf(network, organisation), 'GET', `/cases/${id}/holdings`);
    const holdings = answer['holdings'] as readonly PrivateHolding[];
    const within = holdings.filter(({ section }) => scope === 'whole' || section === scope);
    const attachments = scope === 'whole' ? Number(answer['attachments']) : 0;
    return { organisation, left: within.length + attachments };
  } catch (error) {
    return { organisation, left: 0, fault: `cannot be asked: ${(error as Error).message}` };
  }
}

/** A steward of the member, or its auditor. */
async function stewardOf(folder: string, mspId: string): Promise<Person> {
  const network = openTestNetwork(folder);
  const member = network.members.find((each) => each.mspId === mspId);
  const people = network.people.filter((person) => person.mspId === mspId);
  const who = people.find(({ role }) => role === 'steward') ?? people.find(({ role }) => role === 'auditor');
  if (member === undefined || who === undefined) throw new Error('no steward or auditor of it is known here');
  return network.person(member.name, who.enrolmentId);
}

/** `rx erase`: erasure, and the proof of it. */
export const eraseCommand = (): Command =>
  new Command('erase')
    .description('erasure: request, state, verify')
    .addCommand(request())
    .addCommand(state())
    .addCommand(verify());
