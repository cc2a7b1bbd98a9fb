import { readFileSync } from 'node:fs';
import { ORGANISATION_KINDS, PATTERNS } from '@rxledger/chaincode/api';
import { Type, type Static } from '@sinclair/typebox';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { LOG_LEVELS } from './log';

const exact = { additionalProperties: false };
const Path = Type.String({ minLength: 1 });
const Url = Type.String({ pattern: '^https?://' });
const Label = Type.String({ pattern: PATTERNS.enrolmentId });
const Milliseconds = Type.Optional(Type.Integer({ minimum: 1 }));

/** What one member's gateway is told at its start; paths are relative to the working directory. */
const ConfigSchema = Type.Object(
  {
    organisation: Type.Object(
      {
        mspId: Type.String({ pattern: PATTERNS.mspId }),
        kind: Type.Union(ORGANISATION_KINDS.map((kind) => Type.Literal(kind))),
        name: Type.String({ minLength: 1 }),
      },
      exact,
    ),
    http: Type.Object(
      {
        host: Type.String({ minLength: 1 }),
        port: Type.Integer({ minimum: 0, maximum: 65535 }),
        corsOrigins: Type.Optional(Type.Array(Url)),
        requestsPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      exact,
    ),
    ledger: Type.Object(
      {
        adapter: Type.Union([Type.Literal('fabric-gateway'), Type.Literal('fabric-network')]),
        channel: Type.String({ minLength: 1 }),
        chaincode: Type.String({ minLength: 1 }),
        connectionProfile: Path,
        /** Milliseconds a step may take. */
        deadlines: Type.Optional(
          Type.Object(
            { evaluate: Milliseconds, endorse: Milliseconds, submit: Milliseconds, commit: Milliseconds },
            exact,
          ),
        ),
      },
      exact,
    ),
    identities: Type.Object({ directory: Path, passwordFile: Path, importWallet: Type.Optional(Path) }, exact),
    /** The read model that lists come from, beside the identities unless told; it can be deleted at any time. */
    projection: Type.Optional(Type.Object({ file: Path }, exact)),
    /** Where releases are kept and rows are taken from. */
    releases: Type.Optional(
      Type.Object(
        {
          directory: Type.Optional(Path),
          sources: Type.Optional(Path),
        },
        exact,
      ),
    ),
    /** Base addresses of other members' gateways, by MSP id. */
    gateways: Type.Optional(Type.Record(Type.String({ pattern: PATTERNS.mspId }), Url)),
    /** The gateway's own identity, and those that sign for its part in emergencies and erasures. */
    service: Type.Object({ identity: Label, custodian: Type.Optional(Label), steward: Type.Optional(Label) }, exact),
    /** Encryption keys, beside the identities unless told; under the same password. */
    keys: Type.Optional(Type.Object({ directory: Path }, exact)),
    /** Where attachments lie: a directory with a quota in MiB, beside the identities unless told, or a bucket. */
    content: Type.Optional(
      Type.Union([
        Type.Object({ directory: Path, quotaMiB: Type.Optional(Type.Integer({ minimum: 1 })) }, exact),
        Type.Object(
          {
            s3: Type.Object(
              {
                endpoint: Url,
                region: Type.String({ minLength: 1 }),
                bucket: Type.String({ minLength: 1 }),
                // Of names that no server, proxy or signature sees in two ways.
                prefix: Type.Optional(Type.String({ pattern: '^([A-Za-z0-9._-]+/)*$' })),
                accessKeyId: Type.String({ minLength: 1 }),
                secretAccessKeyFile: Path,
              },
              exact,
            ),
          },
          exact,
        ),
      ]),
    ),
    ca: Type.Optional(
      Type.Object({ url: Type.Optional(Url), caName: Type.Optional(Type.String()), registrar: Label }, exact),
    ),
    auth: Type.Object(
      { issuer: Type.String({ minLength: 1 }), audience: Type.String({ minLength: 1 }), jwksUri: Url },
      exact,
    ),
    log: Type.Object(
      { level: Type.Union(LOG_LEVELS.map((level) => Type.Literal(level))), file: Type.Optional(Path) },
      exact,
    ),
  },
  exact,
);

export type GatewayConfig = Static<typeof ConfigSchema>;

/** A configuration that cannot be used: the file, and every fault of it by its place. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`the configuration ${file} cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`, options);
    this.name = 'ConfigError';
  }
}

const validate = new Ajv({ allErrors: true, strict: false }).compile<GatewayConfig>(ConfigSchema);

/** Reads and checks a configuration file, JSON or YAML. @throws ConfigError */
export const readConfig = (file: string): GatewayConfig => checkConfig(readDocument(file), file);

/** Reads a JSON or YAML file. @throws ConfigError */
export function readDocument(file: string): unknown {
  try {
    // YAML reads JSON too.
    return parse(readFileSync(file, 'utf8')) as unknown;
  } catch (cause) {
    throw new ConfigError(file, [(cause as Error).message], { cause });
  }
}

/** @throws ConfigError */
export function checkConfig(document: unknown, file: string): GatewayConfig {
  if (validate(document)) return document;
  const faults = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'const')
    .map(({ instancePath, message, params }) => {
      const place = instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.');
      const extra = (params as { additionalProperty?: string }).additionalProperty;
      const values = keywordValues(instancePath);
      return `${place} ${values ?? message ?? 'is wrong'}${extra === undefined ? '' : `: ${extra}`}`;
    });
  throw new ConfigError(file, [...new Set(faults)]);
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  '/organisation/kind': ORGANISATION_KINDS,
  '/ledger/adapter': ['fabric-gateway', 'fabric-network'],
  '/log/level': LOG_LEVELS,
};

function keywordValues(path: string): string | undefined {
  const choices = CHOICES[path];
  return choices === undefined ? undefined : `must be one of ${choices.join(', ')}`;
}
