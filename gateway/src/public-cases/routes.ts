import { CaseParams } from '../cases/schemas';
import { commandIdOf, sendSubmitted, type CapabilityPlugin } from '../http/route';
import { NoBody } from '../prescriptions/schemas';
import { recordsOf } from '../records';
import { pageOf, pagingOf } from '../vocabulary';
import { PublicCasesPage, PublicCasesQuery, PublicCaseWithReceipt, PublishBody, Withdrawn } from './schemas';
import { createPublicCaseService } from './service';

const tags = ['public cases'];

/** Case summaries for researchers. */
export const publicCases: CapabilityPlugin = async (app, context) => {
  const service = createPublicCaseService(recordsOf(context));

  app.post(
    '/cases/:id/publication',
    {
      schema: {
        tags,
        operationId: 'publishCase',
        summary: 'Publish a summary that identifies nobody',
        description:
          'Who treats, under a consent of the patient to researchers. Refused where it holds dates, numbers, addresses, ' +
          'or a name that the base section tells: the faults name the fields. Blocks keep what was once published.',
        params: CaseParams,
        body: PublishBody,
        response: { 201: PublicCaseWithReceipt },
      },
    },
    async (request, reply) => {
      const command = { commandId: commandIdOf(request), case: request.params.id, ...request.body };
      return sendSubmitted(reply, await service.publish(request.caller, command), { status: 201 });
    },
  );

  app.post(
    '/cases/:id/publication/withdraw',
    {
      schema: {
        tags,
        operationId: 'withdrawCase',
        summary: 'Take a summary off the list',
        description: 'Who treats, or the patient.',
        params: CaseParams,
        body: NoBody,
        response: { 200: Withdrawn },
      },
    },
    async (request, reply) => {
      const command = { commandId: commandIdOf(request), case: request.params.id };
      return sendSubmitted(reply, await service.withdraw(request.caller, command));
    },
  );

  app.get(
    '/public-cases',
    {
      schema: {
        tags,
        operationId: 'listPublicCases',
        summary: 'Published cases, newest first',
        description: 'By the beginning of an ICD-10 code. A page may be short, or empty, and still have a cursor.',
        querystring: PublicCasesQuery,
        response: { 200: PublicCasesPage },
      },
    },
    async ({ caller, query: { condition, ...paging } }, reply) => {
      reply.header('cache-control', 'no-store');
      const query = { ...pagingOf(paging), ...(condition === undefined ? {} : { condition }) };
      return pageOf(await service.list(caller, query));
    },
  );
};
