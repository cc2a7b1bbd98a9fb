import { sendSubmitted, sendView, type CapabilityPlugin } from '../http/route';
import { commandOn } from '../prescriptions/command-on';
import { IdParams, NoBody, PrescriptionWithReceipt } from '../prescriptions/schemas';
import { AdjudicateBody, InvoiceBody, InvoiceSchema, PaymentSchema, PaymentWithReceipt, RefundBody } from './schemas';
import { createPaymentService } from './service';

const tags = ['payment'];
const params = IdParams;
const response = { 200: PaymentWithReceipt };

/** Payment between pharmacy and payer. */
export const payment: CapabilityPlugin = async (app, context) => {
  const service = createPaymentService(context);

  app.get(
    '/prescriptions/:id/payment',
    {
      schema: {
        tags,
        operationId: 'readPayment',
        summary: 'Read the payment of a prescription',
        params,
        response: { 200: PaymentSchema },
      },
    },
    async (request, reply) => sendView(request, reply, await service.read(request.caller, request.params.id)),
  );

  app.get(
    '/prescriptions/:id/payment/invoice',
    {
      schema: {
        tags,
        operationId: 'readInvoice',
        summary: 'Read the invoice',
        description: 'Private to pharmacy and payer.',
        params,
        response: { 200: InvoiceSchema },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return service.readInvoice(request.caller, request.params.id);
    },
  );

  app.post(
    '/prescriptions/:id/payment/invoice',
    {
      schema: {
        tags,
        operationId: 'invoicePayment',
        summary: 'Send the payer an invoice',
        description: 'Dispenser, once something was dispensed; again after a rejection.',
        params,
        body: InvoiceBody,
        response: { 201: PaymentWithReceipt },
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      const location = `/v1/prescriptions/${command.id}/payment`;
      return sendSubmitted(reply, await service.invoice(request.caller, command), { status: 201, location });
    },
  );

  app.post(
    '/prescriptions/:id/payment/adjudicate',
    {
      schema: {
        tags,
        operationId: 'adjudicatePayment',
        summary: 'Accept or reject the invoice',
        description: 'Payer. A rejection gives its reason.',
        params,
        body: AdjudicateBody,
        response,
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      return sendSubmitted(reply, await service.adjudicate(request.caller, command));
    },
  );

  app.post(
    '/prescriptions/:id/payment/pay',
    {
      schema: { tags, operationId: 'payInvoice', summary: 'Pay the accepted invoice', params, body: NoBody, response },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.pay(request.caller, commandOn(request, request.params))),
  );

  app.post(
    '/prescriptions/:id/payment/refund',
    {
      schema: { tags, operationId: 'refundPayment', summary: 'Refund the payment', params, body: RefundBody, response },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      return sendSubmitted(reply, await service.refund(request.caller, command));
    },
  );

  app.post(
    '/prescriptions/:id/settle',
    {
      schema: {
        tags,
        operationId: 'settlePrescription',
        summary: 'Settle a dispensed prescription',
        description: 'Payer, once the invoice is adjudicated. The prescription ends.',
        params,
        body: NoBody,
        response: { 200: PrescriptionWithReceipt },
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.settle(request.caller, commandOn(request, request.params))),
  );
};
