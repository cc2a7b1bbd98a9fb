import { Readable } from 'node:stream';
import { sendStream } from '../events/send-stream';
import { commandIdOf, sendSubmitted, type App } from '../http/route';
import { withGuarantee } from './guarantee';
import { publicationFrames } from './publication-frames';
import * as schemas from './schemas';
import { FileSchema } from './send-file';
import type { ReleaseService } from './service';

/** How a release is published: a job in a process of its own, watched, and ended before its time. */
export function publicationRoutes(app: App, service: ReleaseService): void {
  const tags = ['releases'];
  const params = schemas.ReleaseParams;

  app.post(
    '/releases/:id/publication',
    {
      schema: {
        tags,
        operationId: 'publishRelease',
        summary: 'Draw, write and publish an approved release, in a process of its own',
        description: 'Repeated after a failure, it goes on with the artefact there is: noise is never drawn twice.',
        params,
        body: schemas.Empty,
        response: { 201: schemas.PublicationSchema },
      },
    },
    async ({ caller, params: { id } }, reply) => {
      const publication = await service.publish(caller, id);
      reply.status(201).header('location', `/v1/releases/${id}/publication`);
      return publication;
    },
  );

  app.get(
    '/releases/:id/publication',
    {
      schema: {
        tags,
        operationId: 'readPublication',
        summary: 'How far it is',
        params,
        response: { 200: schemas.PublicationSchema },
      },
    },
    async ({ caller, params: { id } }) => service.publication(caller, id),
  );

  app.get(
    '/releases/:id/publication/events',
    {
      schema: {
        tags,
        operationId: 'watchPublication',
        summary: 'Its phases as server-sent events, until the last (text/event-stream)',
        params,
        produces: ['text/event-stream'],
        response: { 200: FileSchema('Events `publication`, each with the state as its data') },
      },
    },
    ({ caller, params: { id } }, reply) => {
      const controller = new AbortController();
      reply.raw.once('close', () => {
        controller.abort();
      });
      const frames = publicationFrames(service.watch(caller, id, controller.signal), controller.signal);
      return sendStream(reply, Readable.from(frames));
    },
  );

  app.delete(
    '/releases/:id/publication',
    {
      schema: {
        tags,
        operationId: 'cancelPublication',
        summary: 'Stop it, and end the release; its cost is not paid back',
        params,
        response: { 200: schemas.ReleaseWithReceipt },
      },
    },
    async (request, reply) => {
      const command = { commandId: commandIdOf(request), id: request.params.id };
      const { view, receipt } = await service.abort(request.caller, command);
      return sendSubmitted(reply, { view: withGuarantee(view), receipt });
    },
  );
}
