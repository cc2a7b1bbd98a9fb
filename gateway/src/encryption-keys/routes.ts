import type { KeyUse } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';
import { commandIdOf, sendSubmitted, type CapabilityPlugin } from '../http/route';
import { recordsOf } from '../records';
import { NoBody } from '../prescriptions/schemas';
import {
  KeyList,
  KeySchema,
  KeysQuery,
  KeyWithReceipt,
  OrganisationKeyBody,
  RegisterKeyBody,
  RetireKeyBody,
} from './schemas';
import { createEncryptionKeyService, type DeviceKey } from './service';
import { submitted } from '../vocabulary';

const tags = ['keys'];

/** Encryption keys of people and organisations. */
export const encryptionKeys: CapabilityPlugin = async (app, context) => {
  const service = createEncryptionKeyService(context, recordsOf(context));

  app.get(
    '/keys',
    {
      schema: {
        tags,
        operationId: 'listKeys',
        summary: 'Public encryption keys of a person or an organisation',
        description: "One's own unless told. Records are wrapped for the one that is active.",
        querystring: KeysQuery,
        response: { 200: KeyList },
      },
    },
    async ({ caller, query }, reply) => {
      reply.header('cache-control', 'no-store');
      return { items: await service.list(caller, query.owner ?? caller.actor), channel: context.channel };
    },
  );

  app.post(
    '/keys',
    {
      schema: {
        tags,
        operationId: 'registerKey',
        summary: "Have an encryption key of one's own",
        description:
          'With nothing: this gateway makes one and keeps it encrypted, unless there is one in use. With `publicKey`, ' +
          "`version` and `proof`: the private half stays on the caller's own device, and the gateway sees ciphertext only.",
        body: RegisterKeyBody,
        response: { 200: KeyWithReceipt },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { caller, body } = request;
      const key = deviceKey(body ?? {});
      if (key !== undefined) return service.register(caller, commandIdOf(request), key);
      return service.ensure(caller, commandIdOf(request), 'encryption', caller.actor);
    },
  );

  app.post(
    '/keys/rotate',
    {
      schema: {
        tags,
        operationId: 'rotateKey',
        summary: "Make the next encryption key of one's own",
        description: 'New records are wrapped for it; the one before still opens what was wrapped for it.',
        body: NoBody,
        response: { 200: KeyWithReceipt },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return service.rotate(request.caller, commandIdOf(request), 'encryption', request.caller.actor);
    },
  );

  for (const [path, name, summary] of ORGANISATION_ROUTES) {
    app.post(
      path,
      {
        schema: {
          tags,
          operationId: `${name}OrganisationKey`,
          summary,
          description:
            "Registrar. The emergency key opens other hospitals' cases, against a committed emergency alone.",
          body: OrganisationKeyBody,
          response: { 200: KeyWithReceipt },
        },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const { caller } = request;
        // Asked before a key is made: nobody else may register it.
        if (caller.role !== 'registrar') throw new Problem('ACCESS_ROLE');
        const use: KeyUse = request.body.use;
        return service[name](caller, commandIdOf(request), use, caller.mspId);
      },
    );
  }

  app.post(
    '/keys/retire',
    {
      schema: {
        tags,
        operationId: 'retireKey',
        summary: 'Take a key out of use, or say that it is lost',
        description: "One's own, or a registrar's for the organisation.",
        body: RetireKeyBody,
        response: { 200: submitted(KeySchema) },
      },
    },
    async (request, reply) => {
      const { owner = request.caller.actor, use = 'encryption', version, status } = request.body;
      const command = { commandId: commandIdOf(request), owner, use, version, status };
      return sendSubmitted(reply, await service.retire(request.caller, command));
    },
  );
};

const ORGANISATION_ROUTES = [
  ['/keys/organisation', 'ensure', 'Have a key of the organisation'],
  ['/keys/organisation/rotate', 'rotate', 'Make the next key of the organisation'],
] as const;

function deviceKey({ publicKey, version, proof }: Partial<DeviceKey>): DeviceKey | undefined {
  const given = { publicKey, version, proof };
  const names = ['publicKey', 'version', 'proof'] as const;
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === names.length) return undefined;
  if (publicKey !== undefined && version !== undefined && proof !== undefined) return { publicKey, version, proof };
  throw new Problem('INPUT_INVALID', { faults: missing.map((name) => ({ path: `/${name}`, rule: 'required' })) });
}
