import { Type } from '@sinclair/typebox';
import { CaseParams, ReceiptLine } from '../cases/schemas';
import { Input, type CapabilityPlugin } from '../http/route';
import { recordsOf } from '../records';
import { list, pageOf, PAGING, pagingOf } from '../vocabulary';
import { asAuditEvents, asCsv } from './formats';
import { createAccessLogService, MOST_LINES } from './service';

const tags = ['access log'];

const who = "The patient, who treats, the hospital's auditor.";

/** Who read what, by the ledger's receipts. */
export const accessLog: CapabilityPlugin = async (app, context) => {
  const service = createAccessLogService(recordsOf(context));

  app.get(
    '/cases/:id/access-log',
    {
      schema: {
        tags,
        operationId: 'readAccessLog',
        summary: 'Who read what of a case, when, and on what ground',
        description: `${who} Newest first; a line is a window in which its reader may have read more than once.`,
        params: CaseParams,
        querystring: Input({ ...PAGING }),
        response: {
          200: Type.Object({ items: list(ReceiptLine), cursor: Type.Optional(Type.String()) }),
        },
      },
    },
    async ({ caller, params, query }, reply) => {
      reply.header('cache-control', 'no-store');
      return pageOf(await service.list(caller, { case: params.id, ...pagingOf(query) }));
    },
  );

  app.get(
    '/cases/:id/access-log.csv',
    {
      schema: {
        tags,
        operationId: 'exportAccessLogCsv',
        summary: 'The access log as a table (text/csv)',
        description: `${who} Up to ${MOST_LINES} lines.`,
        params: CaseParams,
        produces: ['text/csv'],
        response: { 200: Type.String() },
      },
    },
    async ({ caller, params }, reply) => {
      reply.header('cache-control', 'no-store').header('content-type', 'text/csv; charset=utf-8; header=present');
      return reply.serializer(String).send(asCsv(await service.all(caller, params.id)));
    },
  );

  app.get(
    '/cases/:id/access-log.fhir',
    {
      schema: {
        tags,
        operationId: 'exportAccessLogFhir',
        summary: 'The access log as FHIR R4 AuditEvents (application/fhir+json)',
        description: `${who} Up to ${MOST_LINES} lines.`,
        params: CaseParams,
        produces: ['application/fhir+json'],
        response: { 200: Type.Unknown() },
      },
    },
    async ({ caller, params }, reply) => {
      reply.header('cache-control', 'no-store').header('content-type', 'application/fhir+json; charset=utf-8');
      return reply.serializer(String).send(JSON.stringify(asAuditEvents(await service.all(caller, params.id))));
    },
  );
};
