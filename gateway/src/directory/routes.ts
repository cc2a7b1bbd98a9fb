import { commandIdOf, expectedVersionOf, sendSubmitted, sendView, type CapabilityPlugin } from '../http/route';
import { pageOf, pagingOf } from '../vocabulary';
import {
  ActorParams,
  ActorSchema,
  ActorsPage,
  ActorsQuery,
  MembersAnswer,
  PolicySchema,
  PolicyWithReceipt,
  SetPolicyBody,
} from './schemas';
import { createDirectoryService } from './service';

const tags = ['directory'];

/** Members, people and policy of the consortium. */
export const directory: CapabilityPlugin = async (app, context) => {
  const service = createDirectoryService(context);

  app.get(
    '/members',
    {
      schema: {
        tags,
        operationId: 'listMembers',
        summary: 'Member organisations and what they are',
        response: { 200: MembersAnswer },
      },
    },
    async ({ caller }) => ({ items: await service.members(caller) }),
  );

  app.get(
    '/actors',
    {
      schema: {
        tags,
        operationId: 'listActors',
        summary: 'People of the consortium',
        description: 'Professional facts only; enrolment ids are opaque.',
        querystring: ActorsQuery,
        response: { 200: ActorsPage },
      },
    },
    async ({ caller, query: { cursor, limit, ...query } }) =>
      pageOf(await service.actors(caller, { ...query, ...pagingOf({ cursor, limit }) })),
  );

  app.get(
    '/actors/:actor',
    {
      schema: {
        tags,
        operationId: 'readActor',
        summary: 'Look up a person',
        params: ActorParams,
        response: { 200: ActorSchema },
      },
    },
    async (request, reply) => sendView(request, reply, await service.actor(request.caller, request.params.actor)),
  );

  app.get(
    '/policy',
    {
      schema: {
        tags,
        operationId: 'readPolicy',
        summary: 'The agreed parameters',
        response: { 200: PolicySchema },
      },
    },
    async (request, reply) => sendView(request, reply, await service.policy(request.caller)),
  );

  app.post(
    '/policy',
    {
      schema: {
        tags,
        operationId: 'setPolicy',
        summary: 'Change agreed parameters',
        description: 'Every member organisation endorses the change.',
        body: SetPolicyBody,
        response: { 200: PolicyWithReceipt },
      },
    },
    async (request, reply) => {
      const { parameters } = request.body;
      const command = { commandId: commandIdOf(request), ...expectedVersionOf(request), parameters };
      return sendSubmitted(reply, await service.setPolicy(request.caller, command));
    },
  );
};
