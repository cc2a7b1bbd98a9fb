import type { BodyView, Finding } from '../src/api';
import { Case } from './support/case';
import { Consortium } from './support/consortium';
import { PEOPLE, type Person } from './support/people';
import { caseAt } from './support/states';
import { verdictOf } from './support/verdict';

describe('private parts of a prescription', () => {
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  describe('private reading', () => {
    const read = (as: Person, name: string, id: string): Promise<unknown> =>
      verdictOf(consortium.evaluate(as, `prescription:${name}`, { id })) as Promise<unknown>;

    it('is for those with a relation, at their own organisation', async () => {
      const rx = await caseAt(consortium, 'DISPENSED');
      const names = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
      const readers = async (name: string): Promise<string[]> => {
        const verdicts = await Promise.all(
          names.map(async (key) => [key, await read(PEOPLE[key], name, rx.id)] as const),
        );
        return verdicts.filter(([, verdict]) => verdict === 'EVALUATED').map(([key]) => key);
      };
      expect(await readers('ReadBody')).toEqual([
        'physician',
        'clerk',
        'patient',
        'hospitalAuditor',
        'reviewer',
        'secondReviewer',
        'dispenser',
        'secondDispenser',
      ]);
      expect(await readers('ReadFindings')).toEqual([
        'physician',
        'clerk',
        'hospitalAuditor',
        'reviewer',
        'secondReviewer',
      ]);
      expect(await readers('ReadDispensings')).toEqual([
        'reviewer',
        'secondReviewer',
        'centreAuditor',
        'dispenser',
        'secondDispenser',
      ]);
      expect(await readers('Read')).toEqual(names);
      expect(await readers('History')).toEqual(names);
    });

    it('gives what was committed to', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      await rx.must(rx.findingsCall(PEOPLE.reviewer, 'warning'));
      const seen = await consortium.read<BodyView>(PEOPLE.patient, 'prescription:ReadBody', { id: rx.id });
      expect(seen).toEqual({ body: rx.content, salt: rx.sealed.salt });
      const findings = await consortium.read<Finding[]>(PEOPLE.physician, 'prescription:ReadFindings', { id: rx.id });
      expect(findings).toEqual([{ rule: 'dose-1', severity: 'warning', text: 'too much' }]);
    });
  });
});

describe('policy and retention', () => {
  it('lets every physician of the hospital read where the members agreed so', async () => {
    const consortium = await Consortium.founded({ hospitalScope: 'all' });
    const rx = new Case(consortium);
    await rx.issued();
    expect(await consortium.evaluate(PEOPLE.colleague, 'prescription:ReadBody', { id: rx.id })).toMatchObject({
      isDone: true,
    });
    expect(await consortium.evaluate(PEOPLE.northPhysician, 'prescription:ReadBody', { id: rx.id })).toMatchObject({
      code: 'ACCESS_RELATION',
    });
    consortium.close();
  });

  it('erases everything private at every holder, and keeps the public record', async () => {
    const consortium = await Consortium.founded({ retentionDays: 1 });
    const rx = await caseAt(consortium, 'SETTLED');
    await rx.must(rx.prepareCall());
    const ids = (): string[] =>
      ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'].flatMap((mspId) =>
        consortium
          .privateStates(mspId)
          .filter(({ key }) => key.includes(rx.id))
          .map(({ key }) => `${mspId} ${key.split('\u0000')[1]!}`),
      );
    expect(ids()).toEqual([
      'HospitalMSP BODY',
      'HospitalMSP FINDINGS',
      'CentreMSP BODY',
      'CentreMSP FINDINGS',
      'CentreMSP RECORD',
      'PharmacyMSP BODY',
      'PharmacyMSP INSTRUCTION',
      'PharmacyMSP INVOICE',
      'PharmacyMSP RECORD',
      'ThirdPartyMSP INSTRUCTION',
      'ThirdPartyMSP INVOICE',
    ]);
    consortium.network.advance(2 * 86_400_000);
    const erase = {
      ...rx.call('prescription', 'Erase', PEOPLE.hospitalSteward),
      endorsers: ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'],
    };
    expect(await rx.must(erase)).toMatchObject({ status: 'SETTLED', erasedAt: expect.any(Number) as number });
    expect(ids()).toEqual([]);
    const again = await rx.submit({ ...erase, command: { id: rx.id } });
    expect(again).toMatchObject({ code: 'RX_ERASED' });
    const read = await consortium.evaluate(PEOPLE.physician, 'prescription:ReadBody', { id: rx.id });
    expect(read).toMatchObject({ code: 'RX_ERASED' });
    expect((await rx.read()).commitment).toBe(rx.sealed.commitment);
    consortium.close();
  });
});
