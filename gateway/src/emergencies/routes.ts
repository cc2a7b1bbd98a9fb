import { CaseParams } from '../cases/schemas';
import { commandIdOf, sendSubmitted, type CapabilityPlugin } from '../http/route';
import { recordsOf } from '../records';
import { pageOf, pagingOf } from '../vocabulary';
import {
  BreakGlassBody,
  EmergenciesPage,
  EmergenciesQuery,
  EmergencyParams,
  EmergencySchema,
  EmergencyWithReceipt,
  ReasonAnswer,
  ReviewBody,
} from './schemas';
import { createEmergencyService } from './service';

const tags = ['emergencies'];

/** Reads without consent, in an emergency. */
export const emergencies: CapabilityPlugin = async (app, context) => {
  const service = createEmergencyService(context, recordsOf(context));

  app.post(
    '/cases/:id/emergencies',
    {
      schema: {
        tags,
        operationId: 'breakGlass',
        summary: 'Open sections of a case in an emergency',
        description:
          'Without the patient and without the hospital’s consent. The reason is on the ledger before anything is shown; ' +
          'the custodians of other members then wrap the keys for the opener. Read with `emergency` at /cases/{id}/reads.',
        params: CaseParams,
        body: BreakGlassBody,
        response: { 201: EmergencyWithReceipt },
      },
    },
    async (request, reply) => {
      const { minutes = 60, ...body } = request.body;
      const order = { commandId: commandIdOf(request), case: request.params.id, minutes, ...body };
      return sendSubmitted(reply, await service.open(request.caller, order), { status: 201 });
    },
  );

  app.get(
    '/emergencies',
    {
      schema: {
        tags,
        operationId: 'listUnreviewed',
        summary: 'Emergencies that nobody has reviewed, the oldest first',
        description: 'Every member sees them.',
        querystring: EmergenciesQuery,
        response: { 200: EmergenciesPage },
      },
    },
    async ({ caller, query }, reply) => {
      reply.header('cache-control', 'no-store');
      return pageOf(await service.list(caller, pagingOf(query)));
    },
  );

  app.get(
    '/cases/:id/emergencies',
    {
      schema: {
        tags,
        operationId: 'listEmergencies',
        summary: 'Emergencies of a case',
        params: CaseParams,
        querystring: EmergenciesQuery,
        response: { 200: EmergenciesPage },
      },
    },
    async ({ caller, params, query }, reply) => {
      reply.header('cache-control', 'no-store');
      return pageOf(await service.list(caller, { case: params.id, ...pagingOf(query) }));
    },
  );

  app.get(
    '/cases/:id/emergencies/:emergency',
    {
      schema: {
        tags,
        operationId: 'readEmergency',
        summary: 'Read an emergency, with its review',
        params: EmergencyParams,
        response: { 200: EmergencySchema },
      },
    },
    async ({ caller, params: { id, emergency } }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.read(caller, { case: id, emergency });
    },
  );

  app.get(
    '/cases/:id/emergencies/:emergency/reason',
    {
      schema: {
        tags,
        operationId: 'readReason',
        summary: 'Read why an emergency was opened',
        description: 'Auditors of other organisations than the opener’s, and the opener.',
        params: EmergencyParams,
        response: { 200: ReasonAnswer },
      },
    },
    async ({ caller, params: { id, emergency } }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.reason(caller, { case: id, emergency });
    },
  );

  app.post(
    '/cases/:id/emergencies/:emergency/review',
    {
      schema: {
        tags,
        operationId: 'reviewEmergency',
        summary: 'Review an emergency',
        description: 'Auditor of another organisation than the opener’s, once.',
        params: EmergencyParams,
        body: ReviewBody,
        response: { 200: EmergencyWithReceipt },
      },
    },
    async (request, reply) => {
      const { id, emergency } = request.params;
      const command = { commandId: commandIdOf(request), case: id, emergency, verdict: request.body.verdict };
      return sendSubmitted(reply, await service.review(request.caller, command));
    },
  );
};
