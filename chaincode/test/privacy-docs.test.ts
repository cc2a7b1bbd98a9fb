import { checkReading, PRIVATE_READING, type PrivatePart } from '../src/access/private-reading';
import { ROLES, type LedgerEvent, type Role } from '../src/api';
import type { PrescriptionHeader } from '../src/domain/prescription';
import { CHAINCODE } from './support/consortium';
import { inPage, table } from './support/doc-tables';
import { MEMBERS } from './support/people';
import { wholeLife, type WholeLife } from './support/whole-life';

/** Where a reader may be, and the organisation that stands for it. */
const PLACES = {
  hospital: 'HospitalMSP',
  centre: 'CentreMSP',
  pharmacy: 'PharmacyMSP',
  payer: 'ThirdPartyMSP',
} as const;
type Place = keyof typeof PLACES;
const places = Object.keys(PLACES) as readonly Place[];

const SAYS_PART: Readonly<Record<PrivatePart, string>> = {
  body: 'body of a prescription',
  findings: 'findings of its review',
  dispensings: 'dispensing records',
};

const header = {
  hospital: PLACES.hospital,
  centre: PLACES.centre,
  pharmacies: [PLACES.pharmacy],
  prescriber: 'HospitalMSP:prescriber',
} as unknown as PrescriptionHeader;

function reads(part: PrivatePart, role: Role, place: Place, name: string): boolean {
  const caller = { id: `${PLACES[place]}:${name}`, mspId: PLACES[place], role } as const;
  try {
    checkReading(part, header, caller, 'treating');
    return true;
  } catch {
    return false;
  }
}

const readersAt = (part: PrivatePart, place: Place): string =>
  ROLES.flatMap((role) => {
    if (role === 'patient') return reads(part, role, place, 'anybody') ? ['the patient'] : [];
    if (reads(part, role, place, 'anybody')) return [`each ${role}`];
    return reads(part, role, place, 'prescriber') ? ['the prescriber'] : [];
  }).join(', ');

const readers = (): string =>
  table(
    ['private part', ...places],
    (Object.keys(PRIVATE_READING) as PrivatePart[]).map((part) => [
      SAYS_PART[part],
      ...places.map((place) => readersAt(part, place)),
    ]),
  );

/** What a private key holds, by its type. */
const SAYS_PRIVATE: Readonly<Record<string, string>> = {
  BODY: 'body of a prescription: patient, drugs, dosage, diagnoses, facts',
  FINDINGS: 'findings of the automated review',
  REASON: 'the words of who returned or refused a prescription',
  RECORD: 'dispensing record: batch, product, reason of a substitution',
  INVOICE: 'invoice; no drug in it',
  INSTRUCTION: 'where to deliver',
  SUBJECT: 'whose a case is, and the salt that proves it',
  ENVELOPE: 'a version of a section, **encrypted**; a pharmacy has those it wrote by consent',
  WRAPS: 'the content key of a version, **wrapped** for each who may open it',
  WHY: 'why an emergency was opened, **encrypted**',
  RELEASED: 'content keys, **wrapped** by a custodian for who opened an emergency',
  PROFILE: 'profile of a patient whom the organisation enrolled, **encrypted**',
};

/** Types of composite keys stand between two separators. */
const typeOf = (key: string): string => key.split('\u0000')[1]!;

describe('what docs/privacy.md says that an organisation sees', () => {
  let life: WholeLife;

  beforeAll(async () => {
    life = await wholeLife();
  });

  afterAll(() => life.consortium.close());

  const typesAt = (mspId: string): ReadonlySet<string> =>
    new Set(life.consortium.privateStates(mspId).map(({ key }) => typeOf(key)));

  const held = (): string =>
    table(
      ['private data', ...places],
      Object.entries(SAYS_PRIVATE).map(([type, words]) => [
        words,
        ...places.map((place) => (typesAt(PLACES[place]).has(type) ? 'holds' : '')),
      ]),
    );

  const states = (): readonly { readonly type: string; readonly fields: readonly string[] }[] =>
    life.consortium.network.states(CHAINCODE).map(({ key, value }) => ({
      type: typeOf(key),
      fields: Object.keys(JSON.parse(value.toString('utf8')) as object),
    }));

  const fieldsOf = (all: readonly (readonly string[])[]): string => [...new Set(all.flat())].sort().join(', ');

  const publicState = (): string => {
    const types = [...new Set(states().map(({ type }) => type))].sort();
    const rows = types.map((type) => {
      const fields = fieldsOf(states().flatMap((each) => (each.type === type ? [each.fields] : [])));
      return [`\`${type}\``, fields === '' ? '(the key alone)' : fields];
    });
    const event = fieldsOf(life.events.map((each: LedgerEvent) => Object.keys(each)));
    return table(['record', 'fields'], [...rows, ['event of a transaction', event]]);
  };

  it.each([
    ['readers', readers],
    ['held', held],
    ['public', publicState],
  ])('is what the contracts do: table %s', (name, make) => {
    const wanted = make();
    expect(inPage('privacy.md', name, wanted)).toBe(wanted);
  });

  it('leaves out no kind of private data', () => {
    const kinds = new Set(MEMBERS.flatMap(({ mspId }) => [...typesAt(mspId)]));
    expect([...kinds].sort()).toEqual(Object.keys(SAYS_PRIVATE).sort());
  });

  it('is nothing where an organisation had no part', () => {
    for (const mspId of ['NorthMSP', 'EastMSP', 'SouthMSP']) expect([...typesAt(mspId)]).toEqual([]);
  });
});
