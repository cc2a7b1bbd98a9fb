import { amoxicillin } from '../../test/amoxicillin';
import { FakeLedger } from '../../test/fake-ledger';
import { testApp } from '../../test/test-app';
import type { App } from '../http/route';

const headers = { authorization: 'Bearer d-1.physician' };
const validUntil = Date.now() + 86_400_000;
const [line] = amoxicillin().lines;

describe('the body of a prescription', () => {
  let app: App;
  let ledger: FakeLedger;
  beforeAll(async () => {
    ledger = new FakeLedger();
    app = await testApp(ledger);
  });
  afterAll(async () => app.close());

  const faultsOf = async (body: object) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/prescriptions',
      headers,
      payload: { body, validUntil },
    });
    return answer.json<{ faults?: { path: string; rule: string }[] }>().faults;
  };
  const withLine = (changes: object) => amoxicillin({ lines: [{ ...line, ...changes }] });

  it.each([
    ['no lines', amoxicillin({ lines: [] }), '/body/lines', 'minItems'],
    ['51 lines', amoxicillin({ lines: Array.from({ length: 51 }, () => line) }), '/body/lines', 'maxItems'],
    ['a patient who is a name', amoxicillin({ patient: 'Jo Doe' }), '/body/patient', 'pattern'],
    ['a quantity of 0', withLine({ quantity: 0 }), '/body/lines/0/quantity', 'minimum'],
    ['a quantity that is no whole number', withLine({ quantity: 1.5 }), '/body/lines/0/quantity', 'type'],
    ['a quantity as text', withLine({ quantity: '21' }), '/body/lines/0/quantity', 'type'],
    ['U+0000 in a unit', withLine({ unit: 'cap\u0000' }), '/body/lines/0/unit', 'pattern'],
    ['a blank dosage', withLine({ dosage: '   ' }), '/body/lines/0/dosage', 'pattern'],
    ['half a surrogate pair', withLine({ dosage: '1 \ud800' }), '/body/lines/0/dosage', 'pattern'],
    ['a dosage of 501 characters', withLine({ dosage: 'x'.repeat(501) }), '/body/lines/0/dosage', 'maxLength'],
    ['a code that is not ATC', withLine({ drug: { atc: 'J1', name: 'n' } }), '/body/lines/0/drug/atc', 'pattern'],
    ['an unknown field in a line', withLine({ priority: 1 }), '/body/lines/0/priority', 'additionalProperties'],
    [
      'a birth date that is none',
      amoxicillin({ facts: { birthDate: '1980-02-30' } }),
      '/body/facts/birthDate',
      'format',
    ],
    ['one fill in a series', amoxicillin({ repeat: { fills: 1, intervalDays: 7 } }), '/body/repeat/fills', 'minimum'],
  ])('is refused with %s', async (_title, body, path, rule) => {
    expect(await faultsOf(body)).toEqual([{ path, rule }]);
    expect(ledger.submitted).toEqual([]);
  });

  it('is refused with all its faults at once', async () => {
    const body = withLine({ quantity: -1, isControlled: 'no', drug: { atc: 'J01CA04' } });
    expect((await faultsOf(body))?.map(({ path }) => path).sort()).toEqual([
      '/body/lines/0/drug/name',
      '/body/lines/0/isControlled',
      '/body/lines/0/quantity',
    ]);
  });

  it('may hold text in any script and lines of a note', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/prescriptions',
      headers,
      payload: { body: amoxicillin({ note: 'première ligne\nΔεύτερη 😀' }), validUntil },
    });
    // The fake ledger knows no Issue: it was asked.
    expect(answer.json()).toMatchObject({ code: 'RX_NOT_FOUND' });
    expect(ledger.submitted).toHaveLength(1);
  });
});
