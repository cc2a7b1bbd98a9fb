import { Consortium, type Person } from './consortium';

jest.setTimeout(120_000);

interface Read {
  readonly id: string;
  readonly contents: readonly { readonly section: string; readonly content?: unknown; readonly problem?: string }[];
}

describe('a case', () => {
  let consortium: Consortium;
  let physician: Person;
  let stranger: Person;
  let patient: Person;
  let id: string;

  beforeAll(async () => {
    consortium = await Consortium.open();
    physician = await consortium.register('HospitalMSP', 'd-1', 'physician', { scope: ['*'] });
    stranger = await consortium.register('HospitalMSP', 'd-2', 'physician', { scope: ['*'] });
    patient = await consortium.register('HospitalMSP', 'p-1', 'patient');
    for (const mspId of consortium.apps.keys()) {
      const registrar = consortium.person(mspId, 'registrar', 'registrar');
      for (const use of ['encryption', 'emergency']) {
        const answer = await registrar.post('/keys/organisation', { use });
        expect([use, answer.statusCode, answer.body]).toEqual([use, 200, expect.any(String)]);
      }
    }
    expect((await patient.post('/keys', {})).statusCode).toBe(200);
    const opened = await physician.post('/cases', { patient: 'HospitalMSP:p-1' });
    expect([opened.statusCode, opened.body]).toEqual([201, expect.any(String)]);
    id = opened.json<{ id: string }>().id;
  });
  afterAll(async () => consortium.close());

  it('is written sealed and read back with a receipt', async () => {
    const content = { diagnosis: 'J01.9', plan: 'rest' };
    const written = await physician.post(`/cases/${id}/sections/treatment`, { content });
    expect([written.statusCode, written.json()]).toEqual([201, expect.objectContaining({ version: 1 })]);
    const read = await physician.post(`/cases/${id}/reads`, { sections: ['treatment'] });
    expect(read.statusCode).toBe(201);
    expect(read.json<Read>().contents).toMatchObject([{ section: 'treatment', version: 1, content }]);
  });

  it('is refused to a stranger', async () => {
    const read = await stranger.post(`/cases/${id}/reads`, { sections: ['treatment'] });
    expect(read.json()).toMatchObject({ status: 403, code: 'ACCESS_RELATION' });
  });
});
