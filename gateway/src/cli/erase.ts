import { setTimeout as delay } from 'node:timers/promises';
import { ERASURE_SCOPES, type ErasureScope, type ErasureView } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import type { ErasureProof } from '../erasures/proof';
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

/** Milliseconds between two rounds of asking. */
const AGAIN = 2000;

interface VerifyOptions extends ScopeOptions {
  readonly wait: string;
}

const verify = (): Command =>
  actingAs(new Command('verify'))
    .description('have every holder asked what is left; fails where something is, or where one cannot be asked')
    .argument('<case>', 'id of the case')
    .addOption(scopeOption())
    .option('--wait <minutes>', 'ask again until nothing is left, for so long', '0')
    .action(async (id: string, options: VerifyOptions) => {
      const asker = await personOf(options);
      const end = Date.now() + Number(options.wait) * 60_000;
      const prove = async () =>
        (await ask(asker, 'GET', `/cases/${id}/erasures/${options.scope}/proof`)) as unknown as ErasureProof;
      let proof = await prove();
      while (!proof.isErased && Date.now() + AGAIN < end) {
        if (options.json !== true) process.stderr.write(`${proofLines(proof).join('\n')}\n`);
        await delay(AGAIN);
        proof = await prove();
      }
      tell(options, proof, [
        ...proofLines(proof),
        proof.isErased ? 'nothing is left anywhere' : 'NOT erased: see above; holders go on trying until it is done',
      ]);
      if (!proof.isErased) process.exitCode = 1;
    });

const proofLines = ({ status, holders }: ErasureProof): readonly string[] => [
  status,
  ...holders.map(({ organisation, receipt, left, fault }) => {
    const confirmed = receipt === undefined ? 'no receipt yet' : `receipt of ${time(receipt.at)}`;
    const found =
      left === undefined
        ? `cannot be asked (${fault ?? 'no answer'})`
        : `${left.holdings} private keys and ${left.attachments} attachments left`;
    return `  ${organisation.padEnd(16)} ${confirmed}; ${found}`;
  }),
];

/** `rx erase`: erasure, and the proof of it. */
export const eraseCommand = (): Command =>
  new Command('erase')
    .description('erasure: request, state, verify')
    .addCommand(request())
    .addCommand(state())
    .addCommand(verify());
