import { eraseCommand } from '../src/cli/erase';
import { ok, openRecordStage, type RecordStage } from './record-stage';

jest.setTimeout(180_000);

const HOSPITAL = 'HospitalMSP';
const PHARMACY = 'PharmacyMSP';

describe('the proof of an erasure', () => {
  let stage: RecordStage;
  let id: string;

  const proof = async () => ok(await stage.patient.get(`/cases/${id}/erasures/whole/proof`)).json<object>();
  /** `rx erase verify`, as its patient with a token and nothing else. */
  const verify = async (more: readonly string[] = [], onWait: () => void = () => undefined) => {
    const said: string[] = [];
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const err = jest.spyOn(process.stderr, 'write').mockImplementation(() => {
      onWait();
      return true;
    });
    process.exitCode = undefined;
    try {
      const reach = ['--gateway', stage.consortium.gateways[HOSPITAL]!, '--token', 'p-1.patient'];
      await eraseCommand().parseAsync(['verify', id, ...reach, ...more], { from: 'user' });
      return { said: said.join(''), code: process.exitCode ?? 0 };
    } finally {
      process.exitCode = undefined;
      out.mockRestore();
      err.mockRestore();
    }
  };

  beforeAll(async () => {
    stage = await openRecordStage();
    const { consortium } = stage;
    consortium.gateways[HOSPITAL] = await consortium.apps.get(HOSPITAL)!.listen({ host: '127.0.0.1', port: 0 });
    const sectionRetentionDays = { base: 0, examination: 0, treatment: 0, cost: 0 };
    ok(await stage.registrar(HOSPITAL).post('/policy', { parameters: { sectionRetentionDays } }));
    id = await stage.opened();
    const grant = await stage.give({ grantee: PHARMACY, cases: id, sections: ['base'], right: 'write' });
    ok(await stage.dispenser.post(`/cases/${id}/sections/base`, { content: { note: 'as dispensed' }, grant }), 201);
  });
  afterAll(async () => stage.close());

  it('is told to nobody before somebody asked for the erasure, and of it alone', async () => {
    const answer = await stage.consortium.apps.get(HOSPITAL)!.inject(`/erased/${id}/whole`);
    expect(answer.json()).toMatchObject({ code: 'CASE_ERASURE_NOT_FOUND' });
    ok(await stage.patient.post(`/cases/${id}/erasures`, { scope: 'whole' }), 201);
    const other = await stage.consortium.apps.get(HOSPITAL)!.inject(`/erased/${id}/base`);
    expect(other.json()).toMatchObject({ code: 'CASE_ERASURE_NOT_FOUND' });
  });

  it('is not given while a holder cannot be asked, whatever its receipt says', async () => {
    await stage.until(
      () => stage.patient.get(`/cases/${id}/erasures/whole`),
      (answer) => answer.json<{ status: string }>().status === 'done',
    );
    await expect(proof()).resolves.toMatchObject({
      status: 'done',
      isErased: false,
      holders: [
        { organisation: HOSPITAL, receipt: {}, left: { holdings: 0, attachments: 0 } },
        { organisation: PHARMACY, receipt: {}, fault: 'GATEWAY_MEMBER_AWAY' },
      ],
    });
    const { said, code } = await verify();
    expect(said).toContain('cannot be asked (GATEWAY_MEMBER_AWAY)');
    expect(code).toBe(1);
  });

  it('is given once every holder says that nothing is left, and the command waits for that', async () => {
    const { apps, gateways } = stage.consortium;
    const address = await apps.get(PHARMACY)!.listen({ host: '127.0.0.1', port: 0 });
    let rounds = 0;
    const { said, code } = await verify(['--wait', '1'], () => {
      rounds += 1;
      gateways[PHARMACY] = address;
    });
    expect(rounds).toBe(1);
    expect([code, said]).toEqual([0, expect.stringContaining('nothing is left anywhere')]);
    await expect(proof()).resolves.toMatchObject({ isErased: true });
  });

  it('names what a holder still has: here an attachment that came back', async () => {
    const contents = stage.consortium.contents.get(PHARMACY)!;
    await contents.put(`${id}-b-left-over`, 0, Buffer.from('left over'));
    const { said, code } = await verify();
    expect([code, said]).toEqual([1, expect.stringContaining('1 attachments left')]);
    await contents.delete(`${id}-b-left-over`);
  });
});
