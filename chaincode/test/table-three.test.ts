import { drawId } from './support/case';
import type { Answer, Call, Consortium } from './support/consortium';
import { encryptionKeyOf, wrapFor } from './support/encryption';
import { registrarOf, type Person } from './support/people';
import { RecordCase, recordConsortium } from './support/record-case';
import { EVERYBODY } from './support/record-people';

/*
 * Table III of the paper, stated a second time and by hand: who may read and write a patient's record on what ground,
 * and what the others hear. `all` is what changes where the members agreed that a whole hospital works on its cases.
 */
const WHO = { ...EVERYBODY, registrar: registrarOf('HospitalMSP') } as const;
type Name = keyof typeof WHO;
type Ground = 'own' | 'treating' | 'emergency';
type Verdicts = Readonly<Record<Ground, string>>;
type Row = { readonly read: Verdicts; readonly write: Omit<Verdicts, 'emergency'>; readonly all?: string };

const consented = (read: Verdicts, write: Omit<Verdicts, 'emergency'>, all?: string): Row => ({
  read,
  write,
  ...(all !== undefined && { all }),
});
const NO = 'ACCESS_BASIS';
const NOT_THEIRS = 'ACCESS_RELATION';
const noWrite = { own: NO, treating: NO } as const;
const hospitalWrite = { own: NO, treating: NOT_THEIRS } as const;

/** Everybody who may be given a consent. The physician treats, and wrote what there is. */
const ROWS: Readonly<Partial<Record<Name, Row>>> = {
  patient: consented({ own: 'done', treating: NO, emergency: 'ACCESS_ROLE' }, { own: 'done', treating: NO }),
  stranger: consented(
    { own: 'ACCESS_NOT_PATIENT', treating: NO, emergency: 'ACCESS_ROLE' },
    { own: 'ACCESS_NOT_PATIENT', treating: NO },
  ),
  pharmacyPatient: consented(
    { own: 'ACCESS_NOT_PATIENT', treating: NO, emergency: 'ACCESS_ROLE' },
    { own: 'ACCESS_NOT_PATIENT', treating: NO },
  ),
  physician: consented({ own: 'done', treating: 'done', emergency: 'done' }, { own: NO, treating: 'done' }, 'done'),
  colleague: consented({ own: NOT_THEIRS, treating: NOT_THEIRS, emergency: 'done' }, hospitalWrite, 'done'),
  clerk: consented({ own: NOT_THEIRS, treating: NOT_THEIRS, emergency: 'ACCESS_ROLE' }, hospitalWrite, 'done'),
  northPhysician: consented({ own: NOT_THEIRS, treating: NOT_THEIRS, emergency: 'done' }, hospitalWrite, NOT_THEIRS),
  reviewer: consented({ own: NOT_THEIRS, treating: NO, emergency: 'done' }, noWrite),
  dispenser: consented({ own: NOT_THEIRS, treating: NO, emergency: 'done' }, noWrite),
  payer: consented({ own: NOT_THEIRS, treating: NO, emergency: 'ACCESS_ROLE' }, noWrite),
  researcher: consented({ own: NOT_THEIRS, treating: NO, emergency: 'ACCESS_ROLE' }, noWrite),
};
/** Those who keep the network have no such right, whatever a patient says. */
const OTHERS: readonly Name[] = [
  'courier',
  'hospitalAuditor',
  'centreAuditor',
  'hospitalSteward',
  'centreCustodian',
  'registrar',
];

/** What a grant is, and what is heard of it; `now` is when it is used, relative to its end. */
interface Consent {
  readonly change: Readonly<Record<string, unknown>>;
  readonly isRevoked?: true;
  readonly isUsedAtEnd?: 'last-moment' | 'too-late';
  readonly verdict: string;
}
const HOUR = 3_600_000;

const CONSENTS: Readonly<Record<string, Consent>> = {
  given: { change: {}, verdict: 'done' },
  'given for all cases': { change: { cases: 'all' }, verdict: 'done' },
  'in its last moment': { change: {}, isUsedAtEnd: 'last-moment', verdict: 'done' },
  expired: { change: {}, isUsedAtEnd: 'too-late', verdict: 'CONSENT_EXPIRED' },
  'not begun': { change: { fromLater: true }, verdict: 'CONSENT_EARLY' },
  revoked: { change: {}, isRevoked: true, verdict: 'CONSENT_REVOKED' },
  'for another purpose': { change: { purpose: 'payment' }, verdict: 'CONSENT_PURPOSE' },
  'for another part': { change: { sections: ['cost', 'base'] }, verdict: 'CONSENT_SECTION' },
  'for another right': { change: { isOtherRight: true }, verdict: 'CONSENT_RIGHT' },
  'for another case': { change: { isOtherCase: true }, verdict: 'CONSENT_CASE' },
  'to somebody else': { change: { grantee: EVERYBODY.secondDispenser.id }, verdict: 'CONSENT_GRANTEE' },
};

describe.each(['treating', 'all'] as const)('Table III, hospitalScope %s', (hospitalScope) => {
  let consortium: Consortium;
  let record: RecordCase;
  let other: RecordCase;

  beforeAll(async () => {
    consortium = await recordConsortium({ hospitalScope });
    record = new RecordCase(consortium);
    await record.opened();
    await record.written('treatment');
    other = new RecordCase(consortium);
    await other.opened();
  });

  afterAll(() => consortium.close());

  const verdict = async (answer: Promise<Answer<unknown>>): Promise<string> => {
    const given = await answer;
    return given.isDone ? 'done' : given.code;
  };
  const tried = (call: Call, at?: number): Promise<string> =>
    verdict(consortium.dryRun({ ...call, ...(at !== undefined && { at }) }));

  const names = Object.keys(ROWS) as Name[];
  const ground = { own: { basis: 'own', purpose: 'personal' }, treating: { basis: 'treating', purpose: 'care' } };

  it.each(names)('reads without consent on the grounds it gives: %s', async (name) => {
    const { read, all } = ROWS[name]!;
    const as: Person = WHO[name];
    const expected = hospitalScope === 'all' && all !== undefined ? { ...read, treating: all } : read;
    const heard = {
      own: await tried(record.receiptCall(as, ground.own)),
      treating: await tried(record.receiptCall(as, ground.treating)),
      // Who may break the glass is asked before whether there is a key.
      emergency: (await tried(record.breakGlassCall(as))).replace('KEY_NOT_FOUND', 'done'),
    };
    expect(heard).toEqual(expected);
  });

  it.each(names)('writes without consent on the grounds it gives: %s', async (name) => {
    const { write, all } = ROWS[name]!;
    const as: Person = WHO[name];
    const expected = hospitalScope === 'all' && all !== undefined ? { ...write, treating: all } : write;
    expect({
      own: await tried(record.versionCall('treatment', 2, as, ground.own)),
      treating: await tried(record.versionCall('treatment', 2, as, ground.treating)),
    }).toEqual(expected);
  });

  it.each(names)('neither reads nor writes on a consent that is absent: %s', async (name) => {
    const claim = { basis: 'grant', purpose: 'care', grant: drawId() };
    expect(await tried(record.receiptCall(WHO[name], claim))).toBe('CONSENT_NOT_FOUND');
    expect(await tried(record.versionCall('treatment', 2, WHO[name], claim))).toBe('CONSENT_NOT_FOUND');
  });

  const cells = names
    .filter((name) => name !== 'patient')
    .flatMap((name) => Object.keys(CONSENTS).map((consent) => [name, consent] as const));

  it.each(cells)('%s reads and writes on a consent as it says: %s', async (name, which) => {
    const { change, isRevoked, isUsedAtEnd, verdict: expected } = CONSENTS[which]!;
    const { isOtherRight, isOtherCase, fromLater, ...plain } = change;
    const as: Person = WHO[name];
    const heard: Record<string, string> = {};
    for (const right of ['read', 'write'] as const) {
      const giver = isOtherCase === true ? other : record;
      const grant = await giver.given({
        grantee: as.id,
        right: isOtherRight === true ? (right === 'read' ? 'write' : 'read') : right,
        ...(fromLater === true && { from: record.now + HOUR / 2 }),
        ...plain,
      });
      if (isRevoked === true) await record.must(record.revokeCall(grant.id));
      const at = isUsedAtEnd === undefined ? undefined : isUsedAtEnd === 'too-late' ? grant.until : grant.until - 1;
      const claim = { basis: 'grant', purpose: 'care', grant: grant.id };
      const call = right === 'read' ? record.receiptCall(as, claim) : record.versionCall('treatment', 2, as, claim);
      heard[right] = await tried(call, at);
    }
    expect(heard).toEqual({ read: expected, write: expected });
  });

  it.each(names.filter((name) => name !== 'patient'))(
    'shows %s with consent what was wrapped for them',
    async (name) => {
      const as: Person = WHO[name];
      const grant = await record.given({ grantee: as.id });
      const wraps = [{ version: 1, recipients: [wrapFor(encryptionKeyOf(as.id))] }];
      await record.must(record.wrapsCall('treatment', wraps, WHO.physician, [grant.id]));
      const receipt = await record.receipt(as, { basis: 'grant', purpose: 'care', grant: grant.id });
      const answer = await record.read(as, receipt.id);
      expect(answer).toMatchObject({
        isDone: true,
        view: { section: 'treatment', version: 1, envelope: { recipients: wraps[0]!.recipients } },
      });
      await record.must(record.revokeCall(grant.id));
      expect(await record.read(as, receipt.id)).toMatchObject({ code: 'CONSENT_REVOKED' });
    },
  );

  it.each(OTHERS)('has no place for %s, whatever the patient says', async (name) => {
    const as: Person = WHO[name];
    const grant = await record.given({ grantee: as.id });
    const claim = { basis: 'grant', purpose: 'care', grant: grant.id };
    const calls = [
      record.receiptCall(as, claim),
      record.receiptCall(as),
      record.versionCall('treatment', 2, as, claim),
      record.breakGlassCall(as),
    ];
    for (const call of calls) expect(await tried(call)).toBe('ACCESS_ROLE');
  });

  it('lets an organisation in as a whole, but not the patients it enrolled', async () => {
    const grant = await record.given({ grantee: 'PharmacyMSP' });
    const claim = { basis: 'grant', purpose: 'care', grant: grant.id };
    expect(await tried(record.receiptCall(WHO.dispenser, claim))).toBe('done');
    expect(await tried(record.receiptCall(WHO.secondDispenser, claim))).toBe('done');
    expect(await tried(record.receiptCall(WHO.eastDispenser, claim))).toBe('CONSENT_GRANTEE');
    expect(await tried(record.receiptCall(WHO.pharmacyPatient, claim))).toBe('CONSENT_GRANTEE');
  });
});
