import { SECTIONS, type ReceiptView, type SectionsView, type CaseView } from '@rxledger/chaincode/api';
import { Command } from 'commander';
import { actingAs, ask, personOf, tell, time, type ActingOptions } from './acting-as';

type Shown = CaseView & Omit<SectionsView, 'head'>;
type ReadAnswer = ReceiptView & {
  readonly contents: readonly {
    section: string;
    version?: number;
    content?: unknown;
    sealed?: object;
    problem?: string;
  }[];
};

interface ShowOptions extends ActingOptions {
  readonly read?: string;
  readonly consent?: string;
  readonly emergency?: string;
}

const show = (): Command =>
  actingAs(new Command('show'))
    .description('show what is public of a case; with --read its contents, which leaves a line in the access log')
    .argument('<case>', 'id of the case')
    .option('--read <sections>', `read these sections: ${SECTIONS.join(',')}`)
    .option('--consent <id>', 'the ground of the read: a consent')
    .option('--emergency <id>', 'the ground of the read: an emergency')
    .action(async (id: string, options: ShowOptions) => {
      const who = await personOf(options);
      if (options.read !== undefined) {
        const { read, consent: grant, emergency } = options;
        const body = { sections: read.split(','), ...(grant && { grant }), ...(emergency && { emergency }) };
        const answer = (await ask(who, 'POST', `/cases/${id}/reads`, body)) as unknown as ReadAnswer;
        tell(options, answer, contentLines(answer));
        return;
      }
      const answer = (await ask(who, 'GET', `/cases/${id}`)) as unknown as Shown;
      tell(options, answer, caseLines(answer));
    });

const contentLines = ({ id, until, contents }: ReadAnswer): readonly string[] => [
  `receipt ${id}, until ${time(until)}`,
  ...contents.flatMap(({ section, version, content, sealed, problem }) => [
    '',
    `${section}${version === undefined ? '' : ` (version ${version})`}`,
    problem ??
      (sealed === undefined ? JSON.stringify(content, undefined, 2) : "sealed for a key on the caller's own device"),
  ]),
];

const caseLines = ({ id, hospital, status, openedAt, versions, treating, isHeld }: Shown): readonly string[] => [
  `case ${id} of ${hospital}: ${status}, opened ${time(openedAt)}${isHeld ? ', under a legal hold' : ''}`,
  ...versions.map(
    ({ section, version, author, at }) => `  ${section.padEnd(12)} version ${version}  ${time(at)}  ${author}`,
  ),
  ...treating.filter(({ isTreating }) => isTreating).map(({ person }) => `  treating     ${person}`),
];

/** `rx case`: a case, as its people see it. */
export const caseCommand = (): Command => new Command('case').description('medical records').addCommand(show());
