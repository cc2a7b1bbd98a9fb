import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Answers with server-sent events. */
export const sendStream = (reply: FastifyReply, body: Readable): FastifyReply =>
  reply
    .header('content-type', 'text/event-stream')
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    // A connection that carried a stream ends with it: kept alive, it would hold a stopping process back.
    .header('connection', 'close')
    .send(body);
