import type { ReceiptView } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import { actingAs, ask, personOf, tell, time, type ActingOptions } from './acting-as';

/** `rx log`: who read what of a case. */
export const logCommand = (): Command =>
  actingAs(new Command('log'))
    .description('who read what of a case, when and on what ground; newest first')
    .argument('<case>', 'id of the case')
    .addOption(new Option('--limit <n>', 'lines').default('50'))
    .action(async (id: string, options: ActingOptions & { limit: string }) => {
      const path = `/cases/${id}/access-log?limit=${encodeURIComponent(options.limit)}`;
      const answer = await ask(await personOf(options), 'GET', path);
      tell(options, answer, (answer['items'] as readonly ReceiptView[]).map(line));
    });

const line = ({ at, reader, sections, basis, purpose, grant, emergency }: ReceiptView): string =>
  `${time(at)}  ${reader.padEnd(28)} ${sections.join(',').padEnd(24)} ${basis} (${purpose}) ${grant ?? emergency ?? ''}`.trimEnd();
