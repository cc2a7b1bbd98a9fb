import { CaseParams } from '../cases/schemas';
import { commandIdOf, sendSubmitted, type CapabilityPlugin } from '../http/route';
import { recordsOf } from '../records';
import {
  EraseBody,
  ErasureParams,
  ErasureRequested,
  ErasureSchema,
  HoldBody,
  HoldingsSchema,
  HoldWithReceipt,
  ProofSchema,
} from './schemas';
import { createErasureService } from './service';

const tags = ['erasures'];

/** Erasure, its state, and legal holds. */
export const erasures: CapabilityPlugin = async (app, context) => {
  const service = createErasureService(context, recordsOf(context));

  app.post(
    '/cases/:id/erasures',
    {
      schema: {
        tags,
        operationId: 'eraseCase',
        summary: 'Erase a section, or a case',
        description:
          'The patient, or a steward of the hospital, once retention is over and without a legal hold. From then on ' +
          'nobody reads it; every holder purges, by its own gateway, as soon as it can.',
        params: CaseParams,
        body: EraseBody,
        response: { 201: ErasureRequested },
      },
    },
    async (request, reply) => {
      const command = { commandId: commandIdOf(request), case: request.params.id, ...request.body };
      const location = `/v1/cases/${command.case}/erasures/${command.scope}`;
      return sendSubmitted(reply, await service.request(request.caller, command), { status: 201, location });
    },
  );

  app.get(
    '/cases/:id/erasures/:scope',
    {
      schema: {
        tags,
        operationId: 'readErasure',
        summary: 'How far an erasure has come: a receipt from each holder',
        params: ErasureParams,
        response: { 200: ErasureSchema },
      },
    },
    async ({ caller, params: { id, scope } }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.read(caller, { case: id, scope });
    },
  );

  app.get(
    '/cases/:id/erasures/:scope/proof',
    {
      schema: {
        tags,
        operationId: 'proveErasure',
        summary: 'Ask every holder what it still has',
        description:
          "Each holder's own word, asked at its gateway now. One that cannot be asked has shown nothing: `isErased` is " +
          'true where all have a receipt on the ledger and all say that nothing is left.',
        params: ErasureParams,
        response: { 200: ProofSchema },
      },
    },
    async ({ caller, params: { id, scope } }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.prove(caller, { case: id, scope });
    },
  );

  app.get(
    '/cases/:id/holdings',
    {
      schema: {
        tags,
        operationId: 'readHoldings',
        summary: 'What this organisation still holds of a case',
        description: 'Steward or auditor. From the own peer and the own content store, by name and without contents.',
        params: CaseParams,
        response: { 200: HoldingsSchema },
      },
    },
    async ({ caller, params }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.holdings(caller, params.id);
    },
  );

  for (const [path, transaction, operationId, summary] of HOLDS) {
    app.post(
      `/cases/:id/${path}`,
      {
        schema: {
          tags,
          operationId,
          summary,
          description: 'Auditor of the hospital.',
          params: CaseParams,
          body: HoldBody,
          response: { 200: HoldWithReceipt },
        },
      },
      async (request, reply) => {
        const command = { commandId: commandIdOf(request), case: request.params.id, ...request.body };
        return sendSubmitted(reply, await service.hold(request.caller, transaction, command));
      },
    );
  }
};

const HOLDS = [
  ['hold', 'Hold', 'holdCase', 'Put a legal hold on a case: it stops erasure'],
  ['lift-hold', 'LiftHold', 'liftHold', 'Lift a legal hold'],
] as const;
