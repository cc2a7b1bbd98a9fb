import { sendSubmitted, type CapabilityPlugin } from '../http/route';
import { commandOn } from '../prescriptions/command-on';
import { IdParams, NoBody, PrescriptionWithReceipt } from '../prescriptions/schemas';
import { CodeBody, DispenseBody, DispensingsAnswer, LookedAnswer, WithdrawBody } from './schemas';
import { createCounterService } from './service';

const tags = ['counter'];
const response = { 200: PrescriptionWithReceipt };

/** The pharmacy's counter: look up, redeem, dispense, give back, withdraw. */
export const counter: CapabilityPlugin = async (app, context) => {
  const service = createCounterService(context);

  app.post(
    '/prescriptions/:id/lookup',
    {
      schema: {
        tags,
        operationId: 'lookUpPrescription',
        summary: 'Look at a prescription with the code of its patient',
        description:
          'Dispenser. The code travels in the body, never in an address. Nothing is taken hold of: another pharmacy ' +
          'may still redeem it.',
        params: IdParams,
        body: CodeBody,
        response: { 200: LookedAnswer },
      },
    },
    async ({ caller, params, body }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.lookUp(caller, params.id, body.code);
    },
  );

  app.post(
    '/prescriptions/:id/redeem',
    {
      schema: {
        tags,
        operationId: 'redeemPrescription',
        summary: 'Redeem a prescription',
        description:
          'Dispenser, with the code of the patient. The pharmacy holds the prescription, alone, until it has ' +
          'dispensed it, gives it back, or its lease is over and the patient recalls it.',
        params: IdParams,
        body: CodeBody,
        response,
      },
    },
    async (request, reply) => {
      const redeem = { ...commandOn(request, request.params), code: request.body.code };
      return sendSubmitted(reply, await service.redeem(request.caller, redeem));
    },
  );

  app.post(
    '/prescriptions/:id/dispense',
    {
      schema: {
        tags,
        operationId: 'dispensePrescription',
        summary: 'Hand out lines, in whole or in part',
        description:
          'Dispenser of the holding pharmacy. Quantities are public numbers; batch, product and substitution stay ' +
          'between pharmacy and centre.',
        params: IdParams,
        body: DispenseBody,
        response,
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), lines: request.body.lines };
      return sendSubmitted(reply, await service.dispense(request.caller, command));
    },
  );

  app.post(
    '/prescriptions/:id/give-back',
    {
      schema: {
        tags,
        operationId: 'giveBackPrescription',
        summary: 'Give a prescription, or what remains of it, back',
        description: 'Another pharmacy may then redeem it. A pending cancellation takes effect now.',
        params: IdParams,
        body: NoBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.giveBack(request.caller, commandOn(request, request.params))),
  );

  app.post(
    '/prescriptions/:id/withdraw',
    {
      schema: {
        tags,
        operationId: 'withdrawDispensing',
        summary: 'Withdraw the last dispensing',
        description:
          'Within the time the policy allows and before settlement. A compensating entry; nothing is erased.',
        params: IdParams,
        body: WithdrawBody,
        response,
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      return sendSubmitted(reply, await service.withdraw(request.caller, command));
    },
  );

  app.get(
    '/prescriptions/:id/dispensings',
    {
      schema: {
        tags,
        operationId: 'listDispensings',
        summary: 'What was handed out, with batches',
        description: 'Private to centre and pharmacy.',
        params: IdParams,
        response: { 200: DispensingsAnswer },
      },
    },
    async ({ caller, params }, reply) => {
      reply.header('cache-control', 'no-store');
      return { items: await service.dispensings(caller, params.id) };
    },
  );
};
