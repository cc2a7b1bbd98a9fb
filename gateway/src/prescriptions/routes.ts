import { commandIdOf, sendSubmitted, sendView, type CapabilityPlugin } from '../http/route';
import { commandOn } from './command-on';
import {
  AmendBody,
  BodyAnswer,
  IdParams,
  IssueBody,
  ListQuery,
  NoBody,
  OpenFillBody,
  Prescription,
  PrescriptionWithReceipt,
  ReasonBody,
  SummaryPage,
  WithCode,
} from './schemas';
import { createPrescriptionService } from './service';

const tags = ['prescriptions'];
const response = { 200: PrescriptionWithReceipt };

/** Prescriptions from issue to erasure. */
export const prescriptions: CapabilityPlugin = async (app, context) => {
  const service = createPrescriptionService(context);

  app.post(
    '/prescriptions',
    {
      schema: {
        tags,
        operationId: 'issuePrescription',
        summary: 'Issue a prescription',
        description:
          'Physician. The body goes into the private data of hospital and centre; every member sees its salted ' +
          'commitment alone. The answer tells the redemption code, once: hand it to the patient.',
        body: IssueBody,
        response: { 201: WithCode },
      },
    },
    async (request, reply) => {
      const issued = await service.issue(request.caller, { commandId: commandIdOf(request), ...request.body });
      const location = `/v1/prescriptions/${issued.view.id}`;
      const answer = sendSubmitted(reply, issued, { status: 201, location });
      return { ...answer, redemptionCode: issued.redemptionCode };
    },
  );

  app.get(
    '/prescriptions',
    {
      schema: {
        tags,
        operationId: 'listPrescriptions',
        summary: 'Prescriptions the organisation has a part in',
        description: 'Newest first, from the read model, which may be a block behind; a single read is not.',
        querystring: ListQuery,
        response: { 200: SummaryPage },
      },
    },
    async ({ caller, query: { status, role, mine, limit = 50, ...place } }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.list(caller, {
        ...(status === undefined ? {} : { statuses: [status] }),
        ...(role === undefined ? {} : { part: role }),
        ...(mine === true ? { prescriber: caller.actor } : {}),
        limit,
        ...place,
      });
    },
  );

  app.get(
    '/prescriptions/:id',
    {
      schema: {
        tags,
        operationId: 'readPrescription',
        summary: 'Read the public header of a prescription',
        description: 'From the ledger. The ETag is the version, for If-Match on a step that follows.',
        params: IdParams,
        response: { 200: Prescription },
      },
    },
    async (request, reply) => sendView(request, reply, await service.read(request.caller, request.params.id)),
  );

  app.get(
    '/prescriptions/:id/body',
    {
      schema: {
        tags,
        operationId: 'readPrescriptionBody',
        summary: 'Read the private body of a prescription',
        description: "From the private data of the caller's organisation, checked against the public commitment.",
        params: IdParams,
        response: { 200: BodyAnswer },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return service.body(request.caller, request.params.id);
    },
  );

  app.post(
    '/prescriptions/:id/amend',
    {
      schema: {
        tags,
        operationId: 'amendPrescription',
        summary: 'Amend a returned prescription',
        description: 'The physician who issued it, once the centre has returned it. It is reviewed anew.',
        params: IdParams,
        body: AmendBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(
        reply,
        await service.amend(request.caller, { ...commandOn(request, request.params), ...request.body }),
      ),
  );

  app.post(
    '/prescriptions/:id/cancel',
    {
      schema: {
        tags,
        operationId: 'cancelPrescription',
        summary: 'Cancel a prescription',
        description:
          'Physician, or the patient before redemption. While a pharmacy holds it the cancellation is pending ' +
          '(`cancellation.state`) and takes effect when the pharmacy gives it back.',
        params: IdParams,
        body: ReasonBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(
        reply,
        await service.cancel(request.caller, { ...commandOn(request, request.params), ...request.body }),
      ),
  );

  app.post(
    '/prescriptions/:id/recall',
    {
      schema: {
        tags,
        operationId: 'recallPrescription',
        summary: 'Take a prescription back from a pharmacy that sits on it',
        description: 'Patient, when nothing was dispensed and the lease of the pharmacy is over.',
        params: IdParams,
        body: NoBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.recall(request.caller, commandOn(request, request.params))),
  );

  app.post(
    '/prescriptions/:id/expire',
    {
      schema: {
        tags,
        operationId: 'expirePrescription',
        summary: 'Close a prescription whose validity is over',
        params: IdParams,
        body: NoBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.expire(request.caller, commandOn(request, request.params))),
  );

  app.post(
    '/prescriptions/:id/code',
    {
      schema: {
        tags,
        operationId: 'replaceRedemptionCode',
        summary: 'Replace a lost or stolen redemption code',
        description: 'Physician or patient. The old code stops working; the answer tells the new one, once.',
        params: IdParams,
        body: NoBody,
        response: { 200: WithCode },
      },
    },
    async (request, reply) => {
      const replaced = await service.replaceCode(request.caller, commandOn(request, request.params));
      return { ...sendSubmitted(reply, replaced), redemptionCode: replaced.redemptionCode };
    },
  );

  app.post(
    '/prescriptions/:id/fills',
    {
      schema: {
        tags,
        operationId: 'openFill',
        summary: 'Open the next fill of a repeat prescription',
        description:
          'Once the fill before has ended and the interval has passed. The fill has an id and a code of its own.',
        params: IdParams,
        body: OpenFillBody,
        response: { 201: WithCode },
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      const opened = await service.openFill(request.caller, command);
      const location = `/v1/prescriptions/${opened.view.id}`;
      const answer = sendSubmitted(reply, opened, { status: 201, location });
      return { ...answer, redemptionCode: opened.redemptionCode };
    },
  );

  app.post(
    '/prescriptions/:id/erase',
    {
      schema: {
        tags,
        operationId: 'erasePrescription',
        summary: 'Purge the private data of an ended prescription',
        description: 'After the retention period; every organisation that holds private data of it signs.',
        params: IdParams,
        body: NoBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.erase(request.caller, commandOn(request, request.params))),
  );
};
