import { consentCommand } from '../src/cli/consent';
import { CONTENTS, HOUR, ok, openRecordStage, outcome, type RecordStage } from './record-stage';

jest.setTimeout(180_000);

const HOSPITAL = 'HospitalMSP';
const PAYER = 'ThirdPartyMSP:y-1';

describe('a consent for all cases', () => {
  let stage: RecordStage;
  let cases: readonly string[];
  const sections = ['base', 'treatment', 'cost'];

  const body = (change: object = {}) => ({
    grantee: PAYER,
    purpose: 'payment',
    cases: 'all',
    sections,
    right: 'read',
    until: stage.consortium.ledger.network.now() + HOUR,
    ...change,
  });
  const seenBy = (person: typeof stage.payer, id: string, grant: string) =>
    person.post(`/cases/${id}/reads`, { sections, grant }).then(outcome);

  beforeAll(async () => {
    stage = await openRecordStage();
    cases = [await stage.opened(), await stage.opened(), await stage.opened()];
    // A case of somebody else's at the same hospital: nobody but that patient is to be let into it.
    ok(await stage.physician.post('/cases', { patient: 'CentreMSP:p-2' }), 201);
  });
  afterAll(async () => stage.close());

  it('lets the grantee into every case of the patient’s with the one call that gives it, and names what is left', async () => {
    const height = stage.consortium.ledger.network.height() - 1;
    ok(await stage.physician.get(`/cases?atLeastBlock=${height}`));
    const given = ok(await stage.patient.post('/consents', body()), 201).json<{
      id: string;
      wrapped: { cases: { case: string; sections: object[] }[]; away: string[]; cursor?: string };
    }>();
    expect(given.wrapped).toMatchObject({ away: [] });
    expect(given.wrapped.cursor).toBeUndefined();
    expect(given.wrapped.cases.map((one) => one.case).sort()).toEqual([...cases].sort());
    for (const { sections: found } of given.wrapped.cases) {
      expect(found).toEqual([
        { section: 'base', versions: [1] },
        { section: 'treatment', versions: [], left: 'CASE_NO_KEY' },
        { section: 'cost', versions: [1] },
      ]);
    }
    for (const id of cases) {
      expect(await seenBy(stage.payer, id, given.id)).toEqual({
        base: CONTENTS['base'],
        treatment: 'CASE_NO_KEY',
        cost: CONTENTS['cost'],
      });
    }
  });

  it('goes on at a cursor and begins anew without one, for the patient who gave it', async () => {
    const { id } = ok(await stage.patient.post('/consents', body()), 201).json<{ id: string }>();
    const again = ok(await stage.patient.post(`/consents/${id}/wraps`, {})).json<{ cases: object[] }>();
    expect(again.cases).toHaveLength(3);
    const wrong = await stage.patient.post(`/consents/${id}/wraps`, { cursor: 'nonsense' });
    expect(wrong.json()).toMatchObject({ code: 'INPUT_INVALID', faults: [{ path: '/cursor' }] });
    const other = await stage.otherPatient.post(`/consents/${id}/wraps`, {});
    expect(other.json()).toMatchObject({ code: 'CONSENT_NOT_FOUND' });
  });

  it('opens what is written later, without anybody naming the consent', async () => {
    const { id: grant } = ok(await stage.patient.post('/consents', body()), 201).json<{ id: string }>();
    const next = await stage.opened(['base', 'treatment']);
    expect(await seenBy(stage.payer, next, grant)).toMatchObject({
      base: CONTENTS['base'],
      treatment: CONTENTS['treatment'],
    });
    ok(await stage.patient.post(`/consents/${grant}/revoke`));
    const past = await stage.opened(['base']);
    expect(await seenBy(stage.payer, past, grant)).toBe('CONSENT_REVOKED');
  });

  it('does not keep a version from being written for a grantee who has no key', async () => {
    ok(await stage.patient.post('/consents', body({ grantee: 'ThirdPartyMSP:nobody-1' })), 201);
    const id = await stage.opened(['base']);
    expect(outcome(await stage.physician.post(`/cases/${id}/reads`, { sections: ['base'] }))).toEqual({
      base: CONTENTS['base'],
    });
  });

  it('is given from a terminal, which goes on to the end', async () => {
    const address = await stage.consortium.apps.get(HOSPITAL)!.listen({ host: '127.0.0.1', port: 0 });
    const said: string[] = [];
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    try {
      const reach = ['--gateway', address, '--token', 'p-1.patient'];
      const words = ['--to', PAYER, '--purpose', 'payment', '--case', 'all', '--sections', 'base,treatment'];
      await consentCommand().parseAsync(['give', ...words, ...reach], { from: 'user' });
    } finally {
      out.mockRestore();
    }
    expect(said.join('')).toContain('cases looked at: ');
    expect(said.join('')).toContain(`${cases[0]!} treatment: CASE_NO_KEY`);
  });
});
