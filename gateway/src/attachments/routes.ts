import { Readable } from 'node:stream';
import { CHUNK_BYTES, SEALED_CHUNK_BYTES } from '@rxledger/client';
import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { CaseParams } from '../cases/schemas';
import { Problem } from '../http/problem';
import { commandIdOf, type CapabilityPlugin } from '../http/route';
import { recordsOf } from '../records';
import { TICKET_HEADER } from './other-holder';
import {
  AttachmentParams,
  BeginBody,
  Begun,
  ChunkQuery,
  DownloadQuery,
  FinishBody,
  Finished,
  PartParams,
  PartSchema,
  SECRET,
  StateAnswer,
} from './schemas';
import { createAttachmentService } from './service';

const tags = ['attachments'];
const BYTES = 'application/octet-stream';
const secretPattern = new RegExp(SECRET);

/** Images and documents that belong to a section. */
export const attachments: CapabilityPlugin = async (app, context) => {
  const service = createAttachmentService(context, recordsOf(context));
  app.addContentTypeParser(BYTES, { parseAs: 'buffer', bodyLimit: SEALED_CHUNK_BYTES }, (_request, body, done) => {
    done(null, body);
  });

  app.post(
    '/cases/:id/attachments',
    {
      schema: {
        tags,
        operationId: 'beginAttachment',
        summary: 'Begin to upload an attachment',
        description: 'Up to 50 MiB. Its chunks are sealed here, one by one; then name it where the section is written.',
        params: CaseParams,
        body: BeginBody,
        response: { 201: Begun },
      },
    },
    async (request, reply) => {
      reply.status(201).header('cache-control', 'no-store');
      const order = { commandId: commandIdOf(request), case: request.params.id, section: request.body.section };
      return { ...(await service.begin(request.caller, order)), chunkBytes: CHUNK_BYTES };
    },
  );

  app.put(
    '/cases/:id/attachments/:attachment/chunks/:index',
    {
      bodyLimit: SEALED_CHUNK_BYTES,
      schema: {
        tags,
        operationId: 'putChunk',
        summary: 'Send one chunk (application/octet-stream)',
        description:
          'With the secret in the header `attachment-secret`, or `sealed`. The same chunk again changes nothing, so that an ' +
          'upload that was cut goes on with what is missing.',
        params: PartParams,
        querystring: ChunkQuery,
        consumes: [BYTES],
        response: { 200: PartSchema },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { id, attachment, index } = request.params;
      const { last = false, sealed = false } = request.query;
      if (!Buffer.isBuffer(request.body)) throw new Problem('GATEWAY_MEDIA_TYPE');
      const secret = sealed ? {} : { secret: secretOf(request) };
      return service.put({ case: id, attachment, index, isLast: last, bytes: request.body, ...secret });
    },
  );

  app.get(
    '/cases/:id/attachments/:attachment/state',
    {
      schema: {
        tags,
        operationId: 'attachmentState',
        summary: 'Which parts of an upload are there',
        params: AttachmentParams,
        response: { 200: StateAnswer },
      },
    },
    async ({ params: { id, attachment } }, reply) => {
      reply.header('cache-control', 'no-store');
      const found = await service.state(id, attachment);
      if (found.state === 'absent') return { state: found.state, parts: [] };
      return { state: found.state, parts: found.state === 'begun' ? found.parts : found.content.parts };
    },
  );

  app.post(
    '/cases/:id/attachments/:attachment/finish',
    {
      schema: {
        tags,
        operationId: 'finishAttachment',
        summary: 'Make an attachment whole',
        params: AttachmentParams,
        body: FinishBody,
        response: { 200: Finished },
      },
    },
    async ({ params: { id, attachment }, body }, reply) => {
      reply.header('cache-control', 'no-store');
      const { size, digest } = await service.finish(id, attachment, body.digests);
      return { id: attachment, size, digest };
    },
  );

  app.get(
    '/cases/:id/attachments/:attachment',
    {
      schema: {
        tags,
        operationId: 'readAttachment',
        summary: 'Read an attachment within the window of a receipt',
        description:
          'Every chunk is proven before it is sent; an answer that ends too early is not whole. What another organisation ' +
          'holds is fetched from its gateway, if the ticket of the read comes along in the header `receipt-ticket`.',
        params: AttachmentParams,
        querystring: DownloadQuery,
        produces: [BYTES],
        response: { 200: Type.Unknown() },
      },
    },
    async (request, reply) => {
      const { id, attachment } = request.params;
      const { sealed = false, ...place } = request.query;
      const order = { case: id, attachment, isSealed: sealed, ...place, ...ticketOf(request) };
      const found = await service.download(request.caller, order);
      return reply
        .header('cache-control', 'no-store')
        .header('content-type', found.mediaType ?? BYTES)
        .header('content-length', String(found.size))
        .header('content-disposition', 'attachment')
        .send(Readable.from(found.bytes));
    },
  );
};

function ticketOf({ headers }: FastifyRequest): { readonly ticket?: string } {
  const ticket = headers[TICKET_HEADER];
  return typeof ticket === 'string' ? { ticket } : {};
}

function secretOf({ headers }: FastifyRequest): string {
  const secret = headers['attachment-secret'];
  if (typeof secret === 'string' && secretPattern.test(secret)) return secret;
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/headers/attachment-secret', rule: 'pattern' }] });
}
