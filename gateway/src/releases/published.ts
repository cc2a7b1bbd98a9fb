import type { ServiceContext } from '../capability';
import type { App } from '../http/route';
import { ReleaseParams } from './schemas';
import { FILE_NAMES, FILES, FileSchema, sendFile } from './send-file';
import { releaseServiceOf } from './service';

/**
 * `GET /published/:id/manifest` and `/table`: what this gateway published, for whoever asks, as other members' gateways
 * do. What is published is public; who fetches it holds it against the ledger.
 */
export function usePublished(app: App, context: ServiceContext): void {
  for (const part of FILE_NAMES) {
    app.get(
      `/published/:id/${part}`,
      {
        schema: {
          tags: ['published'],
          operationId: `published${part === 'manifest' ? 'Manifest' : 'Table'}`,
          summary: `The ${part} of a published release`,
          security: [],
          params: ReleaseParams,
          response: { 200: FileSchema(FILES[part]) },
        },
      },
      async ({ params }, reply) => {
        const service = await releaseServiceOf(context);
        return sendFile(reply, await service.published(params.id), part);
      },
    );
  }
}
