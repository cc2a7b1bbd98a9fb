import { Readable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import type { ServiceContext } from '../capability';
import { Problem } from '../http/problem';
import { Input, type App } from '../http/route';
import type { Log } from '../log';
import { sendStream } from './send-stream';
import { eventStream } from './stream';

/** Milliseconds between signs of life. */
const HEARTBEAT = 15_000;
/** Streams open at once; each holds a stream of the peer. */
const MAXIMUM_STREAMS = 100;

const POSITION = '^(0|[1-9][0-9]{0,15})-[0-9a-f]{64}$';
const position = new RegExp(POSITION);

/** `GET /v1/events`: what happened on the ledger that this organisation has a part in, as server-sent events. */
export function useEvents(app: App, context: ServiceContext, log: Log): void {
  const open = new Set<AbortController>();
  app.addHook('preClose', (done) => {
    for (const controller of open) controller.abort();
    done();
  });

  app.get(
    '/events',
    {
      schema: {
        tags: ['events'],
        summary: 'Events of the ledger as they are committed (text/event-stream)',
        description:
          'Resumes after the position in Last-Event-ID (or `after`), which is the id of the last event handled; a ' +
          'consumer that stores it with its own work sees every event exactly once. Without it: from now on.',
        querystring: Input({ after: Type.Optional(Type.String({ pattern: POSITION })) }),
        produces: ['text/event-stream'],
      },
    },
    (request, reply) => {
      if (open.size >= MAXIMUM_STREAMS) throw new Problem('GATEWAY_BUSY', { retryAfterSeconds: 10 });
      const after = lastEventId(request.headers['last-event-id']) ?? request.query.after;
      const controller = new AbortController();
      open.add(controller);
      reply.raw.once('close', () => {
        controller.abort();
      });
      controller.signal.addEventListener('abort', () => {
        open.delete(controller);
        log.write('debug', 'events-closed', { requestId: request.id, actor: request.caller.actor });
      });
      log.write('debug', 'events-opened', { requestId: request.id, actor: request.caller.actor });
      const source = context.ledger.events(after, controller.signal);
      const options = { party: context.mspId, heartbeat: HEARTBEAT, signal: controller.signal };
      const body = Readable.from(eventStream(source, options));
      // The consumer reconnects with its position: an end is enough, and there is nobody to send a problem to.
      body.on('error', () => {
        controller.abort();
      });
      return sendStream(reply, body);
    },
  );
}

function lastEventId(header: string | string[] | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header === 'string' && position.test(header)) return header;
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/headers/last-event-id', rule: 'pattern' }] });
}
