import { sendSubmitted, sendView, type App, type CapabilityPlugin } from '../http/route';
import { commandOn } from '../prescriptions/command-on';
import { IdParams, NoBody } from '../prescriptions/schemas';
import { FailBody, FulfilmentSchema, FulfilmentWithReceipt, InstructionSchema, PrepareBody } from './schemas';
import { createFulfilmentService, type FulfilmentService, type FulfilmentStep } from './service';

const tags = ['fulfilment'];
const params = IdParams;
const response = { 200: FulfilmentWithReceipt };

/** The steps that take no fields, as data: path, transaction, and what the page says. */
const STEPS: readonly { path: string; transaction: FulfilmentStep; summary: string; description: string }[] = [
  { path: 'ready', transaction: 'Ready', summary: 'The goods are ready', description: 'Dispenser.' },
  {
    path: 'dispatch',
    transaction: 'Dispatch',
    summary: 'Hand the goods to the courier',
    description: 'Dispenser; again after a failed delivery.',
  },
  { path: 'deliver', transaction: 'Deliver', summary: 'Delivered to the patient', description: 'Courier.' },
  { path: 'collect', transaction: 'Collect', summary: 'Collected by the patient', description: 'Dispenser.' },
];

/** Delivery and collection. */
export const fulfilment: CapabilityPlugin = async (app, context) => {
  const service = createFulfilmentService(context);
  addReads(app, service);

  app.post(
    '/prescriptions/:id/fulfilment/prepare',
    {
      schema: {
        tags,
        operationId: 'prepareFulfilment',
        summary: 'Begin to prepare a delivery or a collection',
        description: "Dispenser, once something was dispensed. Where to is told to the courier's organisation alone.",
        params,
        body: PrepareBody,
        response: { 201: FulfilmentWithReceipt },
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      const location = `/v1/prescriptions/${command.id}/fulfilment`;
      return sendSubmitted(reply, await service.prepare(request.caller, command), { status: 201, location });
    },
  );

  for (const { path, transaction, summary, description } of STEPS) {
    app.post(
      `/prescriptions/:id/fulfilment/${path}`,
      { schema: { tags, operationId: `${path}Fulfilment`, summary, description, params, body: NoBody, response } },
      async (request, reply) =>
        sendSubmitted(reply, await service.step(request.caller, transaction, commandOn(request, request.params))),
    );
  }

  app.post(
    '/prescriptions/:id/fulfilment/fail',
    {
      schema: {
        tags,
        operationId: 'failFulfilment',
        summary: 'The delivery failed',
        description: 'Courier, with a reason. The dispenser may dispatch again.',
        params,
        body: FailBody,
        response,
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      return sendSubmitted(reply, await service.fail(request.caller, command));
    },
  );
};

function addReads(app: App, service: FulfilmentService): void {
  app.get(
    '/prescriptions/:id/fulfilment',
    {
      schema: {
        tags,
        operationId: 'readFulfilment',
        summary: 'Read how far delivery or collection is',
        params,
        response: { 200: FulfilmentSchema },
      },
    },
    async (request, reply) => sendView(request, reply, await service.read(request.caller, request.params.id)),
  );

  app.get(
    '/prescriptions/:id/fulfilment/instruction',
    {
      schema: {
        tags,
        operationId: 'readInstruction',
        summary: 'Read where to deliver',
        description: "Private to pharmacy and courier's organisation.",
        params,
        response: { 200: InstructionSchema },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return service.readInstruction(request.caller, request.params.id);
    },
  );
}
