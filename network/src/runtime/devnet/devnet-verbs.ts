import { callControl, ControlError, readControlFile, type Verb, verbs, type Written } from '@rxledger/devnet/verbs';
import { OperatorError } from '../../operator-error';
import type { ProcessHost } from '../runtime';
import { runningReport } from './devnet-report';

export { addVerbs, type Verb, type Written } from '@rxledger/devnet/verbs';

/** What a devnet offers beside what an operator does with any network; deploying is the operator's. */
export const devnetVerbs: readonly Verb[] = verbs.filter(({ usage }) => !usage.startsWith('deploy'));

/** Asks the running devnet. @throws OperatorError */
export const runVerb = async (host: ProcessHost, verb: Verb, written: Written): Promise<Record<string, unknown>> => {
  const { control } = await runningReport(host);
  try {
    return await callControl(readControlFile(control.tokenFile), verb.call(written));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    throw new OperatorError('devnet', `the devnet refused: ${error.message}`, 'See `rxnet logs devnet`.');
  }
};
