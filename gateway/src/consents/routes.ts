import { Type } from '@sinclair/typebox';
import { CaseParams, DeviceWrapsBody, RewrapAnswer, WrapsBody } from '../cases/schemas';
import { commandIdOf, ReceiptSchema, sendSubmitted, type CapabilityPlugin } from '../http/route';
import { NoBody } from '../prescriptions/schemas';
import { recordsOf } from '../records';
import { pageOf, pagingOf } from '../vocabulary';
import {
  ConsentParams,
  ConsentSchema,
  ConsentsPage,
  ConsentsQuery,
  ConsentWithReceipt,
  GiveBody,
  GivenConsent,
  LetInAnswer,
  LetInBody,
} from './schemas';
import { createConsentService } from './service';

const tags = ['consents'];

/** Consent, and the keys that go with it. */
export const consents: CapabilityPlugin = async (app, context) => {
  const service = createConsentService(context, recordsOf(context));

  app.post(
    '/consents',
    {
      schema: {
        tags,
        operationId: 'giveConsent',
        summary: 'Give consent',
        description:
          'Patient. For a grantee, a purpose, sections, a time. What the patient can open of the case, or of all cases, is ' +
          'wrapped for the grantee at once; `wrapped` says what is left, which who treats can let the grantee into. What ' +
          'is written later is wrapped for the grantee as it is written.',
        body: GiveBody,
        response: { 201: GivenConsent },
      },
    },
    async (request, reply) => {
      const { wrapped, ...given } = await service.give(request.caller, {
        commandId: commandIdOf(request),
        ...request.body,
      });
      const answer = sendSubmitted(reply, given, { status: 201, location: `/v1/consents/${given.view.id}` });
      return { ...answer, wrapped };
    },
  );

  app.get(
    '/consents',
    {
      schema: {
        tags,
        operationId: 'listConsents',
        summary: 'Consents that the patient gave; for others, those given to them',
        querystring: ConsentsQuery,
        response: { 200: ConsentsPage },
      },
    },
    async ({ caller, query: { to, ...query } }, reply) => {
      reply.header('cache-control', 'no-store');
      return pageOf(await service.list(caller, { ...(to === undefined ? {} : { to }), ...pagingOf(query) }));
    },
  );

  app.get(
    '/consents/:id',
    {
      schema: {
        tags,
        operationId: 'readConsent',
        summary: 'Read a consent',
        description: 'The patient who gave it, and to whom it was given.',
        params: ConsentParams,
        response: { 200: ConsentSchema },
      },
    },
    async ({ caller, params }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.read(caller, params.id);
    },
  );

  app.post(
    '/consents/:id/wraps',
    {
      schema: {
        tags,
        operationId: 'letInEverywhere',
        summary: 'Let the grantee into all that the patient can open',
        description:
          'The patient who gave it. Goes on at `cursor` where giving did not come to the end of the cases; without one, ' +
          'begins anew, as for a grantee who has a new key. Each case that is read leaves a line in its access log.',
        params: ConsentParams,
        body: LetInBody,
        response: { 200: LetInAnswer },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const order = { commandId: commandIdOf(request), id: request.params.id, ...request.body };
      return service.letInEverywhere(request.caller, order);
    },
  );

  app.post(
    '/consents/:id/revoke',
    {
      schema: {
        tags,
        operationId: 'revokeConsent',
        summary: 'Take consent back',
        description:
          'The patient who gave it. It ends at the next read, an open window included. What was read before cannot be ' +
          'taken back.',
        params: ConsentParams,
        body: NoBody,
        response: { 200: ConsentWithReceipt },
      },
    },
    async (request, reply) => {
      const command = { commandId: commandIdOf(request), id: request.params.id };
      return sendSubmitted(reply, await service.revoke(request.caller, command));
    },
  );

  app.post(
    '/cases/:id/wraps',
    {
      bodyLimit: 64 * 1024,
      schema: {
        tags,
        operationId: 'letIn',
        summary: 'Let a grantee, or the patient with a new key, into versions that are there',
        description:
          'The patient, or who treats. What the caller can open is wrapped for the other; a receipt says that it was read ' +
          'for that. `left` names why the rest was not: what nobody of the hospital can open stays shut.',
        params: CaseParams,
        body: WrapsBody,
        response: { 200: RewrapAnswer },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const letIn = { commandId: commandIdOf(request), case: request.params.id, ...request.body };
      return { items: await service.letIn(request.caller, letIn) };
    },
  );

  app.post(
    '/cases/:id/wraps/sealed',
    {
      bodyLimit: 1536 * 1024,
      schema: {
        tags,
        operationId: 'addWraps',
        summary: "Add wraps that the caller's own device made",
        params: CaseParams,
        body: DeviceWrapsBody,
        response: { 200: Type.Object({ receipt: ReceiptSchema }) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { section, grants = [], wraps } = request.body;
      const command = {
        commandId: commandIdOf(request),
        case: request.params.id,
        section,
        basis: request.caller.role === 'patient' ? ('own' as const) : ('treating' as const),
        recipients: grants,
      };
      return { receipt: await service.addWraps(request.caller, command, wraps) };
    },
  );
};
