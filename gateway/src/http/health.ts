import { Type } from '@sinclair/typebox';
import type { Ledger } from '../ledger/ledger';
import { Problem } from './problem';
import type { App } from './route';

/** How long an answer of the peer is believed, milliseconds. */
const FRESH = 2000;

const Health = Type.Object({ status: Type.String() });

/** `/health/live`: the process answers. `/health/ready`: the organisation's peer answers too. */
export function useHealth(app: App, ledger: Pick<Ledger, 'ping'>, now: () => number): void {
  let asked = 0;
  let answer: Promise<void> | undefined;
  const ping = (): Promise<void> => {
    if (answer === undefined || now() - asked > FRESH) {
      asked = now();
      answer = ledger.ping();
    }
    return answer;
  };

  const schema = { response: { 200: Health }, tags: ['operation'] };
  const config = { rateLimit: false as const };
  app.get('/health/live', { schema: { ...schema, summary: 'The process answers' }, config }, async () => ({
    status: 'alive',
  }));
  app.get('/health/ready', { schema: { ...schema, summary: 'The peer answers' }, config }, async () => {
    try {
      await ping();
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new Problem('LEDGER_UNAVAILABLE', {}, { cause: error });
    }
    return { status: 'ready' };
  });
}
