import { createHash, timingSafeEqual } from 'node:crypto';
import { PATTERNS } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import { importJWK, SignJWT, type JWK } from 'jose';
import { ORGANISATION_CLAIM } from '../http/token-authenticator';
import { organisationsOf, type IssuerConfig } from './issuer-config';
import type { IssuerFiles } from './issuer-files';

/** Stands in every token, in the discovery document, and is said at start. */
export const WARNING = 'test issuer: its tokens prove nothing about a person; never trust it outside a test network';

const LIFETIME = 3600;

const TokenRequest = Type.Object(
  {
    /** MSP id. */
    organisation: Type.String({ maxLength: 63 }),
    /** Enrolment id. */
    person: Type.String({ pattern: PATTERNS.enrolmentId }),
  },
  { additionalProperties: false },
);

/** A small OIDC issuer for a test network: whoever knows the client secret gets a token for anyone. */
export async function createIssuerApp(config: IssuerConfig, files: IssuerFiles): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, ajv: { customOptions: { removeAdditional: false } } });
  const { d: _private, ...publicKey } = files.key;
  const jwks = { keys: [publicKey] };
  const give = await tokenMaker(config, files.key);
  const organisations = new Set(organisationsOf(config));

  app.get('/.well-known/openid-configuration', async () => ({
    issuer: config.issuer,
    jwks_uri: `${config.issuer}/.well-known/jwks.json`,
    token_endpoint: `${config.issuer}/token`,
    id_token_signing_alg_values_supported: ['ES256'],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    rx_test_issuer: WARNING,
  }));
  app.get('/.well-known/jwks.json', async () => jwks);
  app.get('/jwks.json', async () => jwks);

  app.post<{ Body: { organisation: string; person: string } }>(
    '/token',
    { schema: { body: TokenRequest } },
    async (request, reply) => {
      const secret = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (!isSame(secret, files.clientSecret)) return reply.status(401).send({ error: 'invalid_client' });
      const { organisation, person } = request.body;
      if (!organisations.has(organisation)) return reply.status(400).send({ error: 'invalid_target' });
      return {
        access_token: await give(organisation, person),
        token_type: 'Bearer',
        expires_in: config.lifetimeSeconds ?? LIFETIME,
        rx_test_issuer: WARNING,
      };
    },
  );
  return app;
}

/** Makes tokens: `sub` the person, `rx_msp` the organisation, and the warning. */
export async function tokenMaker(
  config: IssuerConfig,
  key: JWK & { readonly kid: string },
): Promise<(mspId: string, enrolmentId: string) => Promise<string>> {
  const signingKey = await importJWK(key, 'ES256');
  return (mspId, enrolmentId) =>
    new SignJWT({ [ORGANISATION_CLAIM]: mspId, rx_test_issuer: WARNING })
      .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
      .setIssuer(config.issuer)
      .setAudience(config.audience)
      .setSubject(enrolmentId)
      .setIssuedAt()
      .setExpirationTime(`${config.lifetimeSeconds ?? LIFETIME} s`)
      .sign(signingKey);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isSame = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));
