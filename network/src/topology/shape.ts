import { ORDERING_PROFILES, type OrderingProfile, PORT_NAMES, type PortName } from './consortium';
import { type DockerPlan, readDockerPlan } from './docker-plan';
import { list, oneOf, optional, type Reader, record, table, text, whole, withDefault } from './readers';

const dnsLabel = text(
  /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'a DNS label (a-z, 0-9 and dashes, beginning with a letter)',
);
const domain = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
  'a domain name, as hospital.example',
);
const mspId = text(/^[A-Za-z][A-Za-z0-9.-]{1,62}$/, 'an MSP id (a letter, then letters, digits, dots, dashes)');
const channel = text(/^[a-z][a-z0-9.-]{0,248}$/, 'a channel name (lower-case letters, digits, dots, dashes)');
const enrolmentId = text(/^[a-z0-9][a-z0-9-]{1,62}$/, 'an enrolment id (a-z, 0-9 and dashes, at least two characters)');
const word = text(/^[a-z][a-z0-9-]{0,62}$/, 'a word in lower case');
const line = text(/^[^\p{Cc}]{1,120}$/u, 'a line of text');
const path = text(/^[^\p{Cc}]{1,1000}$/u, 'a path');
const version = text(/^[A-Za-z0-9_.+-]{1,64}$/, 'a version in quotes, as "0.1.0"');
const fabricVersion = text(/^\d+\.\d+\.\d+$/, 'a version of Fabric in quotes, as "3.1.5"');
const transaction = text(/^[A-Za-z][A-Za-z0-9]*:[A-Za-z][A-Za-z0-9]*$/, 'contract:Transaction');
const port = whole(1024, 65535);

const sequence: Reader<number | 'auto'> = (value, at, source) =>
  value === 'auto' ? 'auto' : whole(1, 1_000_000)(value, at, source);

const ports = record<Record<PortName, number>>(
  Object.fromEntries(PORT_NAMES.map((name) => [name, port])) as Record<PortName, Reader<number>>,
);

const program = {
  folder: path,
  program: path,
  arguments: withDefault<readonly string[]>(list(line, 0), []),
};

/** The consortium file as it is written, before its parts are checked against each other. */
export interface ConsortiumFile {
  name: string;
  channel: string;
  fabric: { version: string };
  ordering: { profile: OrderingProfile; batch: { timeoutMilliseconds: number; maxMessages: number } };
  kinds: Readonly<Record<string, readonly string[]>>;
  members: readonly {
    name: string;
    mspId: string;
    kind: string;
    displayName: string;
    domain: string;
    people: readonly { id: string; role: string }[];
  }[];
  ports: Readonly<Record<string, Readonly<Record<PortName, number>>>>;
  chaincode: {
    name: string;
    folder: string;
    program: string;
    version: string;
    sequence: number | 'auto';
    endorsement: { outOf: number };
    initialise: { transaction: string; signer: string } | undefined;
  };
  gateway: { folder: string; program: string; arguments: readonly string[]; adapter: string } | undefined;
  issuer: { folder: string; program: string; arguments: readonly string[]; port: number; audience: string } | undefined;
  docker: DockerPlan | undefined;
}

/** Reads the file's values, each by itself. */
export const readShape: Reader<ConsortiumFile> = record<ConsortiumFile>({
  name: dnsLabel,
  channel,
  fabric: record({ version: fabricVersion }),
  ordering: record({
    profile: oneOf(Object.keys(ORDERING_PROFILES) as OrderingProfile[]),
    batch: record({ timeoutMilliseconds: whole(1, 60_000), maxMessages: whole(1, 10_000) }),
  }),
  kinds: table(list(word)),
  members: list(
    record({
      name: dnsLabel,
      mspId,
      kind: word,
      displayName: line,
      domain,
      people: list(record({ id: enrolmentId, role: word })),
    }),
  ),
  ports: table(ports),
  chaincode: record({
    name: text(/^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$/, 'a chaincode name (letters, digits, single dashes)'),
    folder: path,
    program: path,
    version,
    sequence,
    endorsement: record({ outOf: whole(1, 100) }),
    initialise: optional(record({ transaction, signer: word })),
  }),
  gateway: optional(record({ ...program, adapter: withDefault(word, 'fabric-gateway') })),
  issuer: optional(record({ ...program, port, audience: line })),
  docker: optional(readDockerPlan),
});
