import type { ServiceContext } from '../capability';
import type { App } from '../http/route';
import { recordsOf } from '../records';
import { ErasureParams, LeftSchema } from './schemas';
import { whatIsLeft } from './what-is-left';

/**
 * `GET /erased/:id/:scope`: what this organisation still has of a case that is to be erased, for whoever asks, as the
 * gateways of other members do. It tells two numbers, which are to be nought, of an erasure that is public among members;
 * whoever asks must know the case's random id.
 */
export function useErased(app: App, context: ServiceContext): void {
  const records = recordsOf(context);
  app.get(
    '/erased/:id/:scope',
    {
      schema: {
        tags: ['erasures'],
        operationId: 'erased',
        summary: 'What this organisation still has of what is to be erased',
        security: [],
        params: ErasureParams,
        response: { 200: LeftSchema },
      },
    },
    async ({ params: { id, scope } }, reply) => {
      reply.header('cache-control', 'no-store');
      return whatIsLeft(context, records, { case: id, scope });
    },
  );
}
