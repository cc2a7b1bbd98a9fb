import { Readable } from 'node:stream';
import type { VersionView } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { ServiceContext } from '../capability';
import { Problem } from '../http/problem';
import type { App } from '../http/route';
import { recordsOf, type Records } from '../records';
import { isOfCase } from './content-id';
import { DIGEST_HEADER, SIZE_HEADER, TICKET_HEADER } from './other-holder';
import { AttachmentParams, SharedQuery, TICKET } from './schemas';
import { storedHere, type Place, type Stored } from './stored';

const BYTES = 'application/octet-stream';

/**
 * `GET /shared/cases/:id/attachments/:attachment`: ciphertext for readers of other organisations. The ticket stands for
 * the reader, and the ledger says whether it may have the attachment now; a key goes with none of it.
 */
export function useShared(app: App, context: ServiceContext): void {
  const records = recordsOf(context);
  app.get(
    '/shared/cases/:id/attachments/:attachment',
    {
      schema: {
        tags: ['attachments'],
        operationId: 'sharedAttachment',
        summary: 'The ciphertext of an attachment, for the gateway of a reader of another organisation',
        description:
          'With the ticket of an open receipt in the header `receipt-ticket`. `Range: bytes=N-` goes on after a cut.',
        security: [],
        params: AttachmentParams,
        querystring: SharedQuery,
        produces: [BYTES],
        response: { 200: Type.Unknown(), 206: Type.Unknown() },
      },
    },
    async (request, reply) => {
      const { id, attachment } = request.params;
      const found = await share(context, records, ticketOf(request), { case: id, attachment, ...request.query });
      const from = firstByteOf(request);
      const bytes = await found.read(from);
      if (from > 0) reply.status(206).header('content-range', `bytes ${from}-${found.size - 1}/${found.size}`);
      return reply
        .header('cache-control', 'no-store')
        .header('content-type', BYTES)
        .header('content-length', String(found.size - from))
        .header(DIGEST_HEADER, found.digest)
        .header(SIZE_HEADER, String(found.size))
        .send(Readable.from(bytes));
    },
  );
}

async function share(
  { steward, content }: Pick<ServiceContext, 'steward' | 'content'>,
  { ledger }: Pick<Records, 'ledger'>,
  ticket: string,
  { attachment, ...place }: Place,
): Promise<Stored> {
  if (steward === undefined) throw new Problem('GATEWAY_NO_STEWARD');
  const query = { ...place, ticket };
  const { attachments } = await ledger.ask<VersionView>(steward, { contract: 'case', transaction: 'Fetch', query });
  const found = isOfCase(attachment, place.case) ? await storedHere(content, attachment) : undefined;
  if (found === undefined || !attachments.some(({ hash }) => hash === found.digest)) {
    throw new Problem('CONTENT_NOT_FOUND');
  }
  return found;
}

const ticketPattern = new RegExp(TICKET);

function ticketOf({ headers }: FastifyRequest): string {
  const ticket = headers[TICKET_HEADER];
  if (typeof ticket === 'string' && ticketPattern.test(ticket)) return ticket;
  throw new Problem('ACCESS_NO_RECEIPT');
}

/** Of `Range: bytes=N-`; any other range is answered with the whole, as a server may. */
const firstByteOf = ({ headers: { range = '' } }: FastifyRequest): number =>
  Number(/^bytes=(\d{1,9})-$/.exec(range)?.[1] ?? 0);
