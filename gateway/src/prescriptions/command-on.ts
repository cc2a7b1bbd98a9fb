import type { PrescriptionCommand } from '@rxledger/chaincode/api';
import type { FastifyRequest } from 'fastify';
import { commandIdOf, expectedVersionOf } from '../http/route';

/** The command a request gives on one prescription: Idempotency-Key, If-Match, and the id of its path. */
export const commandOn = (request: FastifyRequest, { id }: { readonly id: string }): PrescriptionCommand => ({
  commandId: commandIdOf(request),
  ...expectedVersionOf(request),
  id,
});
