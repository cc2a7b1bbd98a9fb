import { commandIdOf, sendSubmitted, sendView, type CapabilityPlugin } from '../http/route';
import { recordsOf } from '../records';
import { pageOf, pagingOf } from '../vocabulary';
import {
  DirectoryPage,
  DirectoryQuery,
  PatientProfileAnswer,
  PatientProfileBody,
  PatientProfileWithReceipt,
  PersonParams,
  ProfileBody,
  ProfileSchema,
  ProfileWithReceipt,
} from './schemas';
import { createProfileService } from './service';

const tags = ['profiles'];

/** Profiles and the directory of physicians and researchers. */
export const profiles: CapabilityPlugin = async (app, context) => {
  const service = createProfileService(context, recordsOf(context));

  app.post(
    '/profile',
    {
      schema: {
        tags,
        operationId: 'setProfile',
        summary: "Set one's own public profile",
        description: 'Physicians and researchers. Public for good: blocks keep what once stood there.',
        body: ProfileBody,
        response: { 200: ProfileWithReceipt },
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.set(request.caller, commandIdOf(request), request.body.profile)),
  );

  for (const [path, of] of PROFESSIONS) {
    app.get(
      `/${path}`,
      {
        schema: {
          tags,
          operationId: `list${path[0]!.toUpperCase()}${path.slice(1)}`,
          summary: `Directory of ${path}`,
          querystring: DirectoryQuery,
          response: { 200: DirectoryPage },
        },
      },
      async ({ caller, query: { organisation, ...paging } }) => {
        const query = { ...pagingOf(paging), ...(organisation === undefined ? {} : { organisation }) };
        return pageOf(await service.directory(caller, of, query));
      },
    );

    app.get(
      `/${path}/:actor`,
      {
        schema: {
          tags,
          operationId: `read${of[0]!.toUpperCase()}${of.slice(1)}`,
          summary: `Profile of a ${of}`,
          params: PersonParams,
          response: { 200: ProfileSchema },
        },
      },
      async (request, reply) => sendView(request, reply, await service.read(request.caller, of, request.params.actor)),
    );
  }

  app.post(
    '/patient-profile',
    {
      schema: {
        tags,
        operationId: 'setPatientProfile',
        summary: 'Keep something of oneself, sealed for oneself alone',
        description: 'Patient. The organisation that enrolled the patient holds the ciphertext.',
        body: PatientProfileBody,
        response: { 200: PatientProfileWithReceipt },
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.setOwn(request.caller, commandIdOf(request), request.body.content)),
  );

  app.get(
    '/patient-profile',
    {
      schema: {
        tags,
        operationId: 'readPatientProfile',
        summary: "Read one's own profile, as a patient",
        response: { 200: PatientProfileAnswer },
      },
    },
    async ({ caller }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.readOwn(caller);
    },
  );
};

const PROFESSIONS = [
  ['physicians', 'physician'],
  ['researchers', 'researcher'],
] as const;
