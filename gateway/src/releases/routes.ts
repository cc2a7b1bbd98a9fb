import { Problem } from '../http/problem';
import {
  commandIdOf,
  expectedVersionOf,
  sendSubmitted,
  sendView,
  type App,
  type CapabilityPlugin,
} from '../http/route';
import { pageOf, pagingOf } from '../vocabulary';
import { withGuarantee } from './guarantee';
import { PRESCRIPTION_SCHEME } from './prescription-rows';
import { publicationRoutes } from './publication-routes';
import * as schemas from './schemas';
import { FILE_NAMES, FILES, FileSchema, sendFile } from './send-file';
import { releaseServiceOf, type ReleaseService } from './service';

/** Data sets with their privacy budgets, and what is released of them. */
export const releases: CapabilityPlugin = async (app, context) => {
  const service = await releaseServiceOf(context);
  app.addHook('preClose', async () => service.close());
  datasetRoutes(app, service);
  releaseRoutes(app, service);
  publicationRoutes(app, service);
};

function datasetRoutes(app: App, service: ReleaseService): void {
  const tags = ['data sets'];

  app.post(
    '/datasets',
    {
      schema: {
        tags,
        operationId: 'registerDataset',
        summary: 'Register a data set with its scheme and its privacy budget',
        description:
          'By a steward. The scheme is kept here, its hash and the budget on the ledger. Rows come from a file that the ' +
          'operator put into the folder of sources, or from the ended prescriptions of this organisation.',
        body: schemas.RegisterBody,
        response: { 201: schemas.DatasetWithReceipt },
      },
    },
    async (request, reply) => {
      const { scheme = PRESCRIPTION_SCHEME, ...body } = request.body;
      const isOfPrescriptions = body.source.kind === 'prescriptions';
      if (isOfPrescriptions !== (request.body.scheme === undefined)) {
        const rule = isOfPrescriptions ? 'fixed-for-prescriptions' : 'required';
        throw new Problem('INPUT_INVALID', { faults: [{ path: '/scheme', rule }] });
      }
      const command = { commandId: commandIdOf(request), ...body, scheme };
      const submitted = await service.register(request.caller, command);
      return sendSubmitted(reply, submitted, { status: 201, location: `/v1/datasets/${body.id}` });
    },
  );

  app.get(
    '/datasets',
    {
      schema: {
        tags,
        operationId: 'listDatasets',
        summary: 'Data sets of the consortium',
        querystring: schemas.DatasetsQuery,
        response: { 200: schemas.DatasetsPage },
      },
    },
    async ({ caller, query }) => pageOf(await service.datasets(caller, pagingOf(query))),
  );

  app.get(
    '/datasets/:id',
    {
      schema: {
        tags,
        operationId: 'readDataset',
        summary: 'A data set, and what was spent of its budget',
        params: schemas.DatasetParams,
        response: { 200: schemas.BudgetSchema },
      },
    },
    // Its version tells of caps alone, not of what was spent: no answer is kept by it.
    async ({ caller, params }) => service.dataset(caller, params.id),
  );

  app.post(
    '/datasets/:id/cap',
    {
      schema: {
        tags,
        operationId: 'raiseCap',
        summary: 'Raise the cap of an account',
        description: 'Every member organisation endorses it.',
        params: schemas.DatasetParams,
        body: schemas.RaiseCapBody,
        response: { 200: schemas.DatasetWithReceipt },
      },
    },
    async (request, reply) => {
      const command = { commandId: commandIdOf(request), ...expectedVersionOf(request), ...request.body };
      return sendSubmitted(reply, await service.raiseCap(request.caller, { ...command, dataset: request.params.id }));
    },
  );
}

function releaseRoutes(app: App, service: ReleaseService): void {
  const tags = ['releases'];

  app.post(
    '/releases',
    {
      schema: {
        tags,
        operationId: 'askRelease',
        summary: 'Ask for a release: checks the rows, then charges the budget',
        body: schemas.AskBody,
        response: { 201: schemas.ReleaseWithReceipt },
      },
    },
    async (request, reply) => {
      const { view, receipt } = await service.ask(request.caller, { commandId: commandIdOf(request), ...request.body });
      const location = `/v1/releases/${view.id}`;
      return sendSubmitted(reply, { view: withGuarantee(view), receipt }, { status: 201, location });
    },
  );

  app.get(
    '/releases',
    {
      schema: {
        tags,
        operationId: 'listReleases',
        summary: 'Releases with what they guarantee, newest first within a data set',
        querystring: schemas.ReleasesQuery,
        response: { 200: schemas.ReleasesPage },
      },
    },
    async ({ caller, query: { cursor, limit, ...filter } }) => {
      const page = await service.releases(caller, { ...filter, ...pagingOf({ cursor, limit }) });
      return pageOf({ ...page, items: page.items.map(withGuarantee) });
    },
  );

  app.get(
    '/releases/:id',
    {
      schema: {
        tags,
        operationId: 'readRelease',
        summary: 'A release with what it guarantees',
        params: schemas.ReleaseParams,
        response: { 200: schemas.ReleaseSchema },
      },
    },
    async (request, reply) =>
      sendView(request, reply, withGuarantee(await service.release(request.caller, request.params.id))),
  );

  const steps = {
    approve: ['approveRelease', 'Approve a release of another organisation'],
    abort: ['abortRelease', 'End a release that was not published; its cost is not paid back'],
  } as const;
  for (const [step, [operationId, summary]] of Object.entries(steps)) {
    app.post(
      `/releases/:id/${step}`,
      {
        schema: {
          tags,
          operationId,
          summary,
          params: schemas.ReleaseParams,
          body: schemas.Empty,
          response: { 200: schemas.ReleaseWithReceipt },
        },
      },
      async (request, reply) => {
        const command = { commandId: commandIdOf(request), ...expectedVersionOf(request), id: request.params.id };
        const { view, receipt } = await service[step as keyof typeof steps](request.caller, command);
        return sendSubmitted(reply, { view: withGuarantee(view), receipt });
      },
    );
  }

  for (const part of FILE_NAMES) {
    app.get(
      `/releases/:id/${part}`,
      {
        schema: {
          tags,
          operationId: part === 'manifest' ? 'downloadManifest' : 'downloadTable',
          summary: part === 'manifest' ? 'The manifest, byte for byte as it was published' : 'The released table (CSV)',
          params: schemas.ReleaseParams,
          response: { 200: FileSchema(`${FILES[part]}; held against the hash on the ledger before it is sent`) },
        },
      },
      async ({ caller, params }, reply) => sendFile(reply, await service.artefact(caller, params.id), part),
    );
  }
}
