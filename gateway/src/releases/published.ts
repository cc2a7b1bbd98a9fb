import type { ServiceContext } from '../capability';
import type { App } from '../http/route';
import { FileSchema, sendFile } from './routes';
import { ReleaseParams } from './schemas';
import { releaseServiceOf } from './service';

/**
 * `GET /published/:id/manifest` and `/table`: what this gateway published, for whoever asks, as other members' gateways
 * do. What is published is public; who fetches it holds it against the ledger.
 */
export function usePublished(app: App, context: ServiceContext): void {
  for (const [part, type] of [
    ['manifest', 'application/json'],
    ['table', 'text/csv; charset=utf-8'],
  ] as const) {
    app.get(
      `/published/:id/${part}`,
      {
        schema: {
          tags: ['published'],
          operationId: `published${part === 'manifest' ? 'Manifest' : 'Table'}`,
          summary: `The ${part} of a published release`,
          security: [],
          params: ReleaseParams,
          response: { 200: FileSchema(type) },
        },
      },
      async ({ params }, reply) => {
        const service = await releaseServiceOf(context);
        return sendFile(reply, (await service.published(params.id))[part], type);
      },
    );
  }
}
