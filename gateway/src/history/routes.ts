import type { CapabilityPlugin } from '../http/route';
import { IdParams } from '../prescriptions/schemas';
import { HistoryAnswer } from './schemas';
import { createHistoryService } from './service';

/** The ledger's own account of a prescription. */
export const history: CapabilityPlugin = async (app, context) => {
  const service = createHistoryService(context);

  app.get(
    '/prescriptions/:id/history',
    {
      schema: {
        tags: ['history'],
        operationId: 'readHistory',
        summary: 'Every step of a prescription, with signer, block and endorsers',
        description: 'From the ledger and its blocks, oldest first.',
        params: IdParams,
        response: { 200: HistoryAnswer },
      },
    },
    async ({ caller, params }, reply) => {
      reply.header('cache-control', 'no-store');
      return { items: await service.history(caller, params.id) };
    },
  );
};
