import { faultFields, type Log } from '../log';
import type { App } from './route';

/** One line an answered request; the cause too where the gateway itself was at fault. */
export function useRequestLog(app: App, log: Log): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { problem } = reply;
    const isFault = problem?.code === 'GATEWAY_INTERNAL' || problem?.code === 'LEDGER_INTERNAL';
    const level = isFault ? 'error' : 'info';
    if (log.isEnabled(level)) {
      log.write(level, 'request', {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 100) / 100,
        actor: (request.caller as { actor: string } | null | undefined)?.actor,
        code: problem?.code,
        transactionId: problem?.detail.transactionId,
      });
    }
    if (isFault) log.write('error', 'fault', { requestId: request.id, ...faultFields(problem.cause ?? problem) });
    done();
  });
}
