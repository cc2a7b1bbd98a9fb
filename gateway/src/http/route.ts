/*
 * How a capability adds routes
 *
 *   export const prescriptions: CapabilityPlugin = async (app, context) => {
 *     app.post(
 *       '/prescriptions/:id/redeem',
 *       {
 *         schema: {
 *           tags: ['prescriptions'],
 *           summary: 'Redeem a prescription',
 *           params: IdParams,
 *           body: RedeemBody,                        // Type.Object(..., { additionalProperties: false })
 *           response: { 200: withReceipt(PrescriptionSchema) },
 *         },
 *       },
 *       async (request, reply) => {
 *         const submitted = await service.redeem(request.caller, {
 *           commandId: commandIdOf(request),         // header Idempotency-Key, else a random one
 *           ...expectedVersionOf(request),           // header If-Match: {} or { expectedVersion }
 *           id: request.params.id,
 *         });
 *         return sendSubmitted(reply, submitted);    // view + `receipt`, ETag, Location if given
 *       },
 *     );
 *   };
 *
 * - Name the plugin in `src/capabilities.ts`; `createApp` registers each under `/v1`, behind authentication.
 * - A read answers with `sendView(request, reply, view)`: ETag from the view's `version`, 304 on If-None-Match.
 * - Bodies, parameters and query strings are TypeBox schemas; unknown fields are refused, never dropped. Set
 *   `additionalProperties: false` on every object of an input (the helper `Input` does).
 * - Response schemas make the serialiser: what they do not name does not leave the gateway.
 * - Every refusal is `throw new Problem('CODE', detail)`; never answer an error by hand.
 * - What must be random, and yet the same when a command is repeated (ids, salts, codes), is derived from
 *   `await context.seed(caller, commandId)`. Canonical JSON: `@rxledger/chaincode/api`.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { PATTERNS } from '@rxledger/chaincode/api';
import { Type, type TObject, type TProperties } from '@sinclair/typebox';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import type { ServiceContext } from '../capability';
import type { Submitted } from '../ledger/ledger';
import type { Caller } from './caller';
import { Problem } from './problem';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of `/v1`, before any handler. */
    caller: Caller;
  }
}

/** Fastify with TypeBox schemas, so that handlers are typed by their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** A capability's routes, paths relative to `/v1`. */
export type CapabilityPlugin = (app: App, context: ServiceContext) => Promise<void>;

/** An object of a request: unknown fields are refused. */
export const Input = <P extends TProperties>(properties: P, options: Record<string, unknown> = {}): TObject<P> =>
  Type.Object(properties, { additionalProperties: false, ...options });

/** Proof that the ledger holds a transaction. */
export const ReceiptSchema = Type.Object({
  transactionId: Type.String({ description: 'Transaction id on the channel' }),
  block: Type.Integer({ description: 'Number of the block that holds it' }),
  endorsers: Type.Unsafe<readonly string[]>(
    Type.Array(Type.String(), { description: 'MSP ids of the organisations that endorsed it' }),
  ),
});

/** A view's schema with the `receipt` every submitted command answers with. */
export const withReceipt = <P extends TProperties>(view: TObject<P>): TObject<P & { receipt: typeof ReceiptSchema }> =>
  Type.Object({ ...view.properties, receipt: ReceiptSchema }) as TObject<P & { receipt: typeof ReceiptSchema }>;

const COMMAND_ID = new RegExp(PATTERNS.commandId);

/** Begins the ids that the gateway makes itself; a caller cannot repeat these, so nothing is kept for them. */
export const AUTOMATIC = 'auto_';

/**
 * The command id: header `Idempotency-Key`, else a random one.
 * @throws Problem INPUT_INVALID for a key that breaks the pattern
 */
export function commandIdOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return AUTOMATIC + randomBytes(18).toString('base64url');
  if (typeof key === 'string' && COMMAND_ID.test(key) && !key.startsWith(AUTOMATIC)) return key;
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/headers/idempotency-key', rule: 'pattern' }] });
}

const VERSION_TAG = /^"(0|[1-9][0-9]{0,14})"$/;

/**
 * The version the caller saw: header `If-Match`, a quoted version as `ETag` gave it; `*` or none expects nothing.
 * @throws Problem INPUT_INVALID for any other tag
 */
export function expectedVersionOf(request: FastifyRequest): { readonly expectedVersion?: number } {
  const tag = request.headers['if-match'];
  if (tag === undefined || tag === '*') return {};
  const version = VERSION_TAG.exec(tag)?.[1];
  if (version !== undefined) return { expectedVersion: Number(version) };
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/headers/if-match', rule: 'etag' }] });
}

interface Answer {
  /** 200 unless told; 201 with `location` for something new. */
  readonly status?: number;
  readonly location?: string;
}

/** Answers a submitted command: the view, its receipt, its version as ETag. */
export function sendSubmitted<View extends object>(
  reply: FastifyReply,
  { view, receipt }: Submitted<View>,
  { status = 200, location }: Answer = {},
): View & { receipt: Submitted<View>['receipt'] } {
  reply.status(status).header('cache-control', 'no-store');
  if (location !== undefined) reply.header('location', location);
  tag(reply, view);
  return { ...view, receipt };
}

/** Answers a read: the view with its version as ETag, or 304 with nothing where the caller has it already. */
export function sendView<View extends object>(request: FastifyRequest, reply: FastifyReply, view: View): View {
  reply.header('cache-control', 'private, no-cache');
  const etag = tag(reply, view);
  if (etag === undefined || request.headers['if-none-match'] !== etag) return view;
  reply.status(304).send();
  return reply as unknown as View;
}

function tag(reply: FastifyReply, view: object): string | undefined {
  const version = (view as { version?: unknown }).version;
  if (typeof version !== 'number') return undefined;
  const etag = `"${version}"`;
  reply.header('etag', etag);
  return etag;
}
