import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ORGANISATION_KINDS, ROLES_OF_KIND } from '@rxledger/chaincode/api';
import { parse } from 'yaml';
import { parseConsortium, readConsortium } from './read-consortium';
import { ConsortiumFileError, type Fault } from './source';

const file = resolve(__dirname, '../../../test-network-config/consortium.yaml');
const shipped = readFileSync(file, 'utf8');

/** The shipped file with one piece of text exchanged. */
const with_ = (from: string | RegExp, to: string): string => {
  const changed = shipped.replace(from, to);
  if (changed === shipped) throw new Error(`the shipped file has no ${String(from)}`);
  return changed;
};

const faultsOf = (content: string): readonly Fault[] => {
  try {
    parseConsortium(file, content);
  } catch (error) {
    if (error instanceof ConsortiumFileError) return error.faults;
    throw error;
  }
  return [];
};

const lineOf = (content: string, piece: string): number => content.slice(0, content.indexOf(piece)).split('\n').length;

const withoutMember = (content: string, name: string): string =>
  content
    .replace(new RegExp(`  - name: ${name}\\n(    .*\\n)+\\n?`), '')
    .replace(new RegExp(`  ${name}:\\n(    \\w+: \\d+\\n)+`), '');

describe('the consortium file that is shipped', () => {
  const consortium = readConsortium(file);

  it('names four members, each with people and ports of its own', () => {
    expect(consortium.members.map(({ mspId }) => mspId)).toEqual([
      'HospitalMSP',
      'CentreMSP',
      'PharmacyMSP',
      'ThirdPartyMSP',
    ]);
    const ports = consortium.members.flatMap(({ ports: own }) => Object.values(own));
    expect(new Set(ports).size).toBe(40);
  });

  it('gives the same roles to the kinds of member as the chaincode does', () => {
    const { kinds } = parse(shipped) as { kinds: Record<string, string[]> };
    expect(Object.keys(kinds).sort()).toEqual([...ORGANISATION_KINDS].sort());
    for (const kind of ORGANISATION_KINDS) expect([...kinds[kind]!].sort()).toEqual([...ROLES_OF_KIND[kind]].sort());
  });

  it('has somebody for every role there is', () => {
    const roles = new Set(consortium.members.flatMap(({ people }) => people.map(({ role }) => role)));
    expect([...roles].sort()).toEqual([...new Set(Object.values(ROLES_OF_KIND).flat())].sort());
  });

  it('finds the folders of programs beside its own', () => {
    expect(consortium.chaincode.folder).toBe(resolve(file, '../../chaincode'));
    expect(consortium.gateway?.folder).toBe(resolve(file, '../../gateway'));
  });
});

describe('a port offset', () => {
  it('is added to every port of members and issuer', () => {
    const plain = readConsortium(file);
    const moved = readConsortium(file, { portOffset: 100 });
    expect(moved.members[2]!.ports.peer).toBe(plain.members[2]!.ports.peer + 100);
    expect(moved.issuer!.port).toBe(plain.issuer!.port + 100);
  });

  it('is refused where it leads out of the range of ports', () => {
    expect(() => readConsortium(file, { portOffset: 60_000 })).toThrow(/out of range.*--port-offset/s);
  });
});

describe('a consortium file is refused with line, reason and remedy', () => {
  const table: readonly [what: string, content: string, place: string, reason: RegExp, remedy: RegExp][] = [
    [
      'an unknown key',
      with_('kind: centre', 'kind: centre\n    colour: red'),
      'colour: red',
      /unknown key/,
      /Known here: name, mspId/,
    ],
    ['a missing key', with_(/ {4}domain: centre.example\n/, ''), '- name: centre', /missing/, /Add `domain:`/],
    [
      'two members with one MSP id',
      with_('mspId: CentreMSP', 'mspId: HospitalMSP'),
      'name: centre',
      /HospitalMSP is taken by line \d+/,
      /its own mspId/,
    ],
    [
      'two members with one name',
      with_('name: centre', 'name: hospital'),
      'mspId: CentreMSP',
      /hospital is taken/,
      /its own name/,
    ],
    [
      'a port twice',
      with_('peer: 17251', 'peer: 17151'),
      'peer: 17151\n    orderer: 17250',
      /port 17151 is taken by line \d+/,
      /its own port/,
    ],
    [
      'a port that the issuer has',
      with_('peer: 17251', 'peer: 17080'),
      'port: 17080',
      /port 17080 is taken/,
      /its own port/,
    ],
    ['a port that is none', with_('peer: 17251', 'peer: 80'), 'peer: 80', /not a whole number|number/, /1024 to 65535/],
    [
      'a name that is no DNS label',
      with_('name: pharmacy', 'name: Pharma_cy'),
      'name: Pharma_cy',
      /"Pharma_cy" is not a DNS label/,
      /DNS label/,
    ],
    [
      'a domain that is none',
      with_('pharmacy.example', 'pharmacy..example'),
      'pharmacy..example',
      /not a domain name/,
      /domain/,
    ],
    [
      'an unknown kind',
      with_('kind: pharmacy', 'kind: laboratory'),
      'kind: laboratory',
      /no kind laboratory/,
      /hospital, centre/,
    ],
    [
      'an unknown role',
      with_('role: dispenser', 'role: physician'),
      'dispenser-1, role: physician',
      /a pharmacy has no role physician/,
      /registrar, dispenser/,
    ],
    [
      'an enrolment id twice',
      with_('id: reviewer-2', 'id: reviewer-1'),
      'reviewer-1, role: reviewer }\n      - { id: steward',
      /reviewer-1 is taken/,
      /its own enrolment id/,
    ],
    [
      'an enrolment id that the network needs itself',
      with_('id: reviewer-2', 'id: org-admin'),
      'org-admin',
      /makes itself/,
      /another enrolment id/,
    ],
    [
      'a name as enrolment id',
      with_('id: reviewer-2', 'id: "Jane Doe"'),
      'Jane Doe',
      /not an enrolment id/,
      /enrolment id/,
    ],
    [
      'an unknown ordering profile',
      with_('profile: bft4', 'profile: solo'),
      'profile: solo',
      /"solo" is not known/,
      /bft4, raft1, raft3/,
    ],
    [
      'BFT with fewer than four orderers',
      withoutMember(shipped, 'pharmacy'),
      'profile: bft4',
      /bft4 needs 4 orderers, and 3 members/,
      /raft3/,
    ],
    [
      'BFT on a Fabric that has none',
      with_("version: '3.1.5'", "version: '2.5.16'"),
      'profile: bft4',
      /Fabric 2\.5\.16 has no SmartBFT/,
      /raft3 or raft1/,
    ],
    ['more endorsers than members', with_('outOf: 2', 'outOf: 5'), 'outOf: 5', /only 4 members/, /from 1 to 4/],
    [
      'a founder whom nobody is',
      with_('signer: registrar', 'signer: courier'),
      'signer: courier',
      /has nobody with the role courier/,
      /another role/,
    ],
    [
      'a transaction without contract',
      with_("'misbc:Found'", 'Found'),
      'transaction: Found',
      /contract:Transaction/,
      /contract:Transaction/,
    ],
    [
      'a port table without a member',
      with_(/ {2}centre:\n( {4}\w+: \d+\n)+/, ''),
      'ports:',
      /member centre has no line/,
      /Add `centre:/,
    ],
    [
      'ports of nobody',
      with_('  centre:\n    peer', '  center:\n    peer'),
      'center:\n    peer',
      /no member is called center|no line/,
      /Members:|Add/,
    ],
    [
      'a key twice',
      with_('channel: rx\n', 'channel: rx\nchannel: ry\n'),
      'channel: ry',
      /not YAML/,
      /each key stands once/,
    ],
    [
      'text that is no YAML',
      with_("  version: '3.1.5'", "\tversion: '3.1.5'"),
      '\tversion',
      /not YAML/,
      /Correct the line/,
    ],
    [
      'a list where a table should be',
      with_('fabric:\n  version:', 'fabric:\n  - version:'),
      '- version',
      /a list instead of a table/,
      /version/,
    ],
  ];

  it.each(table)('%s', (_what, content, place, reason, remedy) => {
    const faults = faultsOf(content);
    const matching = faults.filter((fault) => reason.test(fault.reason) && remedy.test(fault.remedy));
    expect(faults.length).toBeGreaterThan(0);
    expect(matching.length).toBeGreaterThan(0);
    const expected = lineOf(content, place);
    expect(Math.min(...matching.map(({ line }) => Math.abs(line - expected)))).toBeLessThanOrEqual(1);
  });

  it('all faults at once, in the order of their lines', () => {
    const content = with_('profile: bft4', 'profile: solo').replace('kind: pharmacy', 'kind: "?"');
    const lines = faultsOf(content).map(({ line }) => line);
    expect(lines).toHaveLength(2);
    expect(lines[0]!).toBeLessThan(lines[1]!);
  });

  it('with the file and the line at the beginning of each line of the message', () => {
    expect(() => parseConsortium('/x/consortium.yaml', with_('profile: bft4', 'profile: solo'))).toThrow(
      /^\/x\/consortium\.yaml:\d+: ordering\.profile: /,
    );
  });

  it('that is not there', () => {
    expect(() => readConsortium(join(__dirname, 'nowhere.yaml'))).toThrow(/ENOENT.*--config/s);
  });
});
