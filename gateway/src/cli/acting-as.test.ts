import type { Person } from '../demo/person';
import { ask, personOf } from './acting-as';

const answering = (status: number, body: Record<string, unknown>): Person => ({
  actor: 'HospitalMSP:p-1',
  organisation: 'hospital',
  role: 'patient',
  call: async () => ({ status, body, bytes: Buffer.alloc(0), milliseconds: 1 }),
});

describe('a command that acts as somebody', () => {
  it('says what is missing where nobody is named', async () => {
    await expect(personOf({ network: '.network' })).rejects.toThrow('--as, or --gateway and --token');
    await expect(personOf({ network: '.network', as: 'hospital' })).rejects.toThrow('<member>:<person>');
  });

  it('tells a refusal by code, meaning, what may be done instead, and the places at fault', async () => {
    const body = { code: 'CASE_RETENTION', allowed: ['case:Hold'], faults: [{ path: '/scope', rule: 'required' }] };
    await expect(ask(answering(409, body), 'POST', '/cases/x/erasures', {})).rejects.toThrow(
      'CASE_RETENTION: The retention period is not over. Allowed: case:Hold.\n  /scope required',
    );
  });

  it('gives the answer otherwise', async () => {
    await expect(ask(answering(200, { status: 'done' }), 'GET', '/x')).resolves.toEqual({ status: 'done' });
  });
});
