import { ORDERING_PROFILES, PORT_NAMES } from './consortium';
import type { ConsortiumFile } from './shape';
import type { Path, Source } from './source';

/** A rule between parts of the file that are each well formed. */
type Rule = (file: ConsortiumFile, source: Source) => void;

/** Faults every value that stood there before, naming the first place. */
const unique = (source: Source, what: string, entries: readonly { value: string | number; path: Path }[]): void => {
  const seen = new Map<string | number, Path>();
  for (const { value, path } of entries) {
    const first = seen.get(value);
    if (first) {
      source.fault(path, `${what} ${value} is taken by line ${source.lineOf(first)}`, `Give each its own ${what}`);
    } else seen.set(value, path);
  }
};

const membersDiffer: Rule = (file, source) => {
  for (const key of ['name', 'mspId', 'domain'] as const) {
    unique(
      source,
      key,
      file.members.map((member, index) => ({ value: member[key], path: ['members', index, key] })),
    );
  }
};

const peopleDiffer: Rule = (file, source) => {
  file.members.forEach((member, index) => {
    unique(
      source,
      'enrolment id',
      member.people.map((person, at) => ({ value: person.id, path: ['members', index, 'people', at, 'id'] })),
    );
    member.people.forEach((person, at) => {
      const isReserved = RESERVED_IDS.some((id) => id === person.id);
      if (!isReserved) return;
      const path = ['members', index, 'people', at, 'id'];
      source.fault(path, `${person.id} is an identity the network makes itself`, 'Choose another enrolment id');
    });
  });
};

/** Enrolment ids of identities every member gets without being asked. */
export const RESERVED_IDS = ['ca-admin', 'org-admin', 'gateway', 'chaincode', 'peer', 'orderer'] as const;

const kindsAreKnown: Rule = (file, source) => {
  const kinds = Object.keys(file.kinds).join(', ');
  file.members.forEach((member, index) => {
    const roles = file.kinds[member.kind];
    if (!roles) {
      source.fault(['members', index, 'kind'], `no kind ${member.kind}`, `Use one of \`kinds\`: ${kinds}`);
      return;
    }
    member.people.forEach((person, at) => {
      if (roles.includes(person.role)) return;
      const path = ['members', index, 'people', at, 'role'];
      source.fault(path, `a ${member.kind} has no role ${person.role}`, `Use one of: ${roles.join(', ')}`);
    });
  });
};

const portsAreWhole: Rule = (file, source) => {
  const names = file.members.map((member) => member.name);
  for (const name of names.filter((member) => !Object.hasOwn(file.ports, member))) {
    source.fault(['ports', name], `member ${name} has no line`, `Add \`${name}: { ${PORT_NAMES.join(', ')} }\``);
  }
  for (const name of Object.keys(file.ports).filter((key) => !names.includes(key))) {
    source.fault(['ports', name], `no member is called ${name}`, `Members: ${names.join(', ')}`);
  }
  unique(source, 'port', [
    ...Object.entries(file.ports).flatMap(([name, ports]) =>
      PORT_NAMES.map((port) => ({ value: ports[port], path: ['ports', name, port] })),
    ),
    ...(file.issuer ? [{ value: file.issuer.port, path: ['issuer', 'port'] }] : []),
  ]);
};

const orderersSuffice: Rule = (file, source) => {
  const { profile } = file.ordering;
  const needed = ORDERING_PROFILES[profile].orderers;
  if (file.members.length >= needed) return;
  source.fault(
    ['ordering', 'profile'],
    `${profile} needs ${needed} orderers, and ${file.members.length} members run one each`,
    `Add members, or use ${file.members.length >= 3 ? 'raft3 or raft1' : 'raft1'}`,
  );
};

const versionOrders: Rule = (file, source) => {
  if (file.ordering.profile !== 'bft4' || !file.fabric.version.startsWith('2.')) return;
  source.fault(
    ['ordering', 'profile'],
    `Fabric ${file.fabric.version} has no SmartBFT`,
    'Use raft3 or raft1, or Fabric 3 for `fabric.version`',
  );
};

const endorsersSuffice: Rule = (file, source) => {
  if (file.chaincode.endorsement.outOf <= file.members.length) return;
  source.fault(
    ['chaincode', 'endorsement', 'outOf'],
    `there are only ${file.members.length} members to endorse`,
    `Write a number from 1 to ${file.members.length}`,
  );
};

const someoneInitialises: Rule = (file, source) => {
  const { initialise } = file.chaincode;
  const first = file.members[0]!;
  if (!initialise || first.people.some((person) => person.role === initialise.signer)) return;
  source.fault(
    ['chaincode', 'initialise', 'signer'],
    `the first member, ${first.name}, has nobody with the role ${initialise.signer}`,
    'Give it one, or let another role sign',
  );
};

const rules: readonly Rule[] = [
  membersDiffer,
  peopleDiffer,
  kindsAreKnown,
  portsAreWhole,
  orderersSuffice,
  versionOrders,
  endorsersSuffice,
  someoneInitialises,
];

/** Holds the parts of the file against each other and notes what does not fit. */
export const checkAgreement: Rule = (file, source) => rules.forEach((rule) => rule(file, source));
