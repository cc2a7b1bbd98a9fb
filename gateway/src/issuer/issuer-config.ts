import { dirname, join } from 'node:path';
import { PATTERNS } from '@rxledger/chaincode/api';
import { Type, type Static } from '@sinclair/typebox';
import Ajv from 'ajv';
import { ConfigError, readDocument } from '../config';

const exact = { additionalProperties: false };

const IssuerConfigSchema = Type.Object(
  {
    http: Type.Object({ host: Type.String(), port: Type.Integer({ minimum: 0, maximum: 65535 }) }, exact),
    /** `iss` of the tokens: the address under which gateways find it. */
    issuer: Type.String({ pattern: '^https?://' }),
    audience: Type.String({ minLength: 1 }),
    /** The signing key, a private JWK; made at the first start. */
    keyFile: Type.String({ minLength: 1 }),
    /** What a caller of `POST /token` must know; made at the first start, beside the key unless told. */
    clientSecretFile: Type.Optional(Type.String({ minLength: 1 })),
    /** Seconds a token is good for. */
    lifetimeSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    /** People of the test network; tokens are given for these organisations alone. */
    people: Type.Array(
      Type.Object(
        {
          mspId: Type.String({ pattern: PATTERNS.mspId }),
          enrolmentId: Type.String({ pattern: PATTERNS.enrolmentId }),
          role: Type.Optional(Type.String()),
        },
        exact,
      ),
    ),
  },
  exact,
);

export type IssuerConfig = Static<typeof IssuerConfigSchema>;

const validate = new Ajv({ allErrors: true, strict: false }).compile<IssuerConfig>(IssuerConfigSchema);

/** Reads the test issuer's configuration, JSON or YAML. @throws ConfigError */
export function readIssuerConfig(file: string): IssuerConfig {
  const document = readDocument(file);
  if (validate(document)) return document;
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? 'is wrong'}`);
  throw new ConfigError(file, faults);
}

/** Where the client secret lies. */
export const clientSecretFile = ({ clientSecretFile: file, keyFile }: IssuerConfig): string =>
  file ?? join(dirname(keyFile), 'client-secret');

/** MSP ids of the organisations the issuer gives tokens for. */
export const organisationsOf = ({ people }: IssuerConfig): readonly string[] => [
  ...new Set(people.map(({ mspId }) => mspId)),
];
