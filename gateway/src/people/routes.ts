import { actorId } from '@rxledger/chaincode/api';
import { commandIdOf, expectedVersionOf, sendSubmitted, sendView, type CapabilityPlugin } from '../http/route';
import { NoBody } from '../prescriptions/schemas';
import { ActorWithReceipt, PersonParams, PersonSchema, RegisterBody } from './schemas';
import { createPeopleService, type StatusChange } from './service';

const tags = ['people'];
const params = PersonParams;
const response = { 200: ActorWithReceipt };

const CHANGES: readonly { path: string; transaction: StatusChange; summary: string }[] = [
  { path: 'suspend', transaction: 'Suspend', summary: 'Suspend a person' },
  { path: 'reinstate', transaction: 'Reinstate', summary: 'Reinstate a suspended person' },
  { path: 'leave', transaction: 'Leave', summary: 'A person leaves the organisation, for good' },
];

/** The registrar's desk: people of this organisation. */
export const people: CapabilityPlugin = async (app, context) => {
  const service = createPeopleService(context);

  app.post(
    '/people',
    {
      schema: {
        tags,
        operationId: 'registerPerson',
        summary: 'Register a person of this organisation',
        description:
          'Registrar. The person is enrolled at the CA of the organisation, unless an identity is in the store ' +
          'already, and entered into the registry on the ledger.',
        body: RegisterBody,
        response: { 201: ActorWithReceipt },
      },
    },
    async (request, reply) => {
      const command = { commandId: commandIdOf(request), ...request.body };
      const location = `/v1/actors/${actorId(context.mspId, command.enrolmentId)}`;
      return sendSubmitted(reply, await service.register(request.caller, command), { status: 201, location });
    },
  );

  app.get(
    '/people/:enrolmentId',
    {
      schema: {
        tags,
        operationId: 'readPerson',
        summary: 'A person of this organisation: registry entry and certificate',
        params,
        response: { 200: PersonSchema },
      },
    },
    async (request, reply) => sendView(request, reply, await service.read(request.caller, request.params.enrolmentId)),
  );

  for (const { path, transaction, summary } of CHANGES) {
    app.post(
      `/people/:enrolmentId/${path}`,
      {
        schema: {
          tags,
          operationId: `${path}Person`,
          summary,
          description: 'Registrar.',
          params,
          body: NoBody,
          response,
        },
      },
      async (request, reply) => {
        const { enrolmentId } = request.params;
        const command = { commandId: commandIdOf(request), ...expectedVersionOf(request), enrolmentId };
        return sendSubmitted(reply, await service.change(request.caller, transaction, command));
      },
    );
  }

  app.post(
    '/people/:enrolmentId/revoke',
    {
      schema: {
        tags,
        operationId: 'revokePerson',
        summary: 'Revoke the certificates of a person',
        description:
          'Registrar. The person is suspended on the ledger, which counts at once; then the CA revokes the ' +
          'certificates and the gateway forgets the key. To come back: reinstate, and a new certificate.',
        params,
        body: NoBody,
        response,
      },
    },
    async (request, reply) => {
      const { enrolmentId } = request.params;
      const command = { commandId: commandIdOf(request), ...expectedVersionOf(request), enrolmentId };
      return sendSubmitted(reply, await service.revoke(request.caller, command));
    },
  );

  app.post(
    '/people/:enrolmentId/certificate',
    {
      schema: {
        tags,
        operationId: 'certifyPerson',
        summary: 'A new certificate, with a new key, for a person',
        description: 'Registrar: before the old one ends, or after a revocation. Nothing changes on the ledger.',
        params,
        body: NoBody,
        response: { 200: PersonSchema },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return service.certify(request.caller, request.params.enrolmentId);
    },
  );
};
