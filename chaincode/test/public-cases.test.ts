import type { Page, PublicCaseView } from '../src/api';
import type { Call, Consortium } from './support/consortium';
import { PEOPLE, type Person } from './support/people';
import { RecordCase, recordConsortium } from './support/record-case';
import { heard } from './support/verdict';

const SUMMARY = {
  title: 'Slow healing after a simple fracture',
  text: 'Treated for 12 weeks; 500 mg twice a day for 10 days. Under 4 % of such cases take longer.',
  conditions: ['S52.5'],
  ageBand: '50-59',
};

describe('public cases', () => {
  let consortium: Consortium;
  const research = { grantee: 'researchers', purpose: 'research' };

  beforeAll(async () => {
    const sectionRetentionDays = { base: 0, examination: 0, treatment: 0, cost: 0 };
    consortium = await recordConsortium({ sectionRetentionDays });
  });

  afterAll(() => consortium.close());

  const tried = async (call: Call): Promise<string> => heard(await consortium.submit(call));
  const publishCall = (
    record: RecordCase,
    grant: string,
    summary: object = SUMMARY,
    as: Person = PEOPLE.physician,
  ): Call => record.on('Publish', as, { grant, summary }, { subjectSalt: record.subjectSalt });
  const opened = async (): Promise<RecordCase> => {
    const record = new RecordCase(consortium);
    await record.opened();
    return record;
  };
  const published = async (condition = 'S52.5'): Promise<RecordCase & { grant?: string }> => {
    const record = await opened();
    const grant = await record.given(research);
    await record.must(publishCall(record, grant.id, { ...SUMMARY, conditions: [condition] }));
    consortium.network.advance(5);
    return Object.assign(record, { grant: grant.id });
  };
  const list = async (query: object): Promise<Page<PublicCaseView>> =>
    consortium.read<Page<PublicCaseView>>(PEOPLE.researcher, 'misbc:ListPublicCases', query);
  const idsOf = ({ items }: Page<PublicCaseView>): readonly string[] => items.map((entry) => entry.case);

  it('are listed newest first, page by page, by condition', async () => {
    const first = await published('Z01.1');
    const second = await published('Z02');
    const third = await published('Z01.2');
    const page = await list({ condition: 'Z', limit: 2 });
    expect(idsOf(page)).toEqual([third.id, second.id]);
    expect(idsOf(await list({ condition: 'Z', limit: 2, bookmark: page.bookmark! }))).toEqual([first.id]);
    expect(idsOf(await list({ condition: 'Z01' }))).toEqual([third.id, first.id]);
    expect(heard(await consortium.evaluate(PEOPLE.payer, 'misbc:ListPublicCases', {}))).toBe('ACCESS_ROLE');
  });

  it('need a consent to research that holds and covers the case', async () => {
    const record = await opened();
    const other = await opened();
    const care = await record.given();
    const elsewhere = await other.given(research);
    const gone = await record.given(research);
    await record.must(record.revokeCall(gone.id));
    expect(await tried(publishCall(record, care.id))).toBe('CONSENT_GRANTEE');
    expect(await tried(publishCall(record, elsewhere.id))).toBe('CONSENT_CASE');
    expect(await tried(publishCall(record, gone.id))).toBe('CONSENT_REVOKED');
    const all = await record.given({ ...research, cases: 'all' });
    const call = publishCall(record, all.id);
    expect(await tried({ ...call, transient: { subjectSalt: '0'.repeat(64) } })).toBe('ACCESS_NOT_PATIENT');
    expect(await tried(publishCall(record, all.id, SUMMARY, PEOPLE.colleague))).toBe('ACCESS_RELATION');
    expect(await tried(call)).toBe('VALID');
    expect(await tried(publishCall(record, all.id))).toBe('CASE_PUBLISHED');
  });

  it('open no section to researchers', async () => {
    const record = await published();
    const claim = { basis: 'grant', purpose: 'research', grant: record.grant };
    expect(await tried(record.receiptCall(PEOPLE.researcher, claim))).toBe('CONSENT_GRANTEE');
  });

  it('leave the list when they are withdrawn, the consent is taken back, or the case is erased', async () => {
    const [withdrawn, byPatient, revoked, erased, kept] = [
      await published('Y90'),
      await published('Y90'),
      await published('Y90'),
      await published('Y90'),
      await published('Y90'),
    ];
    await withdrawn.must(withdrawn.on('Withdraw', PEOPLE.physician));
    await byPatient.must(byPatient.on('Withdraw', PEOPLE.patient, {}, { subjectSalt: byPatient.subjectSalt }));
    await revoked.must(revoked.revokeCall(revoked.grant!));
    const proof = { subjectSalt: erased.subjectSalt };
    await erased.must(erased.call('patient', 'Erase', PEOPLE.patient, { case: erased.id, scope: 'whole' }, proof));
    expect(idsOf(await list({ condition: 'Y90' }))).toEqual([kept.id]);
    expect(await tried(withdrawn.on('Withdraw', PEOPLE.physician))).toBe('CASE_NOT_PUBLISHED');
    expect(await tried(kept.on('Withdraw', PEOPLE.stranger, {}, { subjectSalt: kept.subjectSalt }))).toBe(
      'ACCESS_NOT_PATIENT',
    );
  });

  it.each([
    ['a date', 'text', 'Seen on 2021-03-04 first', 'date'],
    ['a date of another order', 'text', 'Born 4/12/1956', 'date'],
    ['a date in words', 'title', 'Since 3rd of March', 'date'],
    ['a month and a year', 'text', 'Since March 1956', 'date'],
    ['an id number', 'text', 'Number AB-1234567', 'number'],
    ['an e-mail address', 'outcome', 'Write to a.b@example.org', 'e-mail'],
    ['a telephone number', 'text', 'Call +44 20 7946', 'telephone'],
    ['a link', 'text', 'See www.example.org', 'link'],
    ['a form of address', 'text', 'Mrs Example recovered', 'name'],
    ['an actor', 'text', 'Of HospitalMSP:h-patient-1', 'actor'],
  ])('are refused with %s, and the field is named', async (_what, field, value, rule) => {
    const record = await opened();
    const grant = await record.given(research);
    const answer = await consortium.submit(publishCall(record, grant.id, { ...SUMMARY, [field]: value }));
    expect(heard(answer).split(' ')[0]).toBe('CASE_IDENTIFYING');
    expect(heard(answer)).toContain(`/summary/${field} ${rule}`);
    expect(JSON.stringify(answer)).not.toContain(value);
  });
});
