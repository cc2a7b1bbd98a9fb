import { CHUNK_BYTES } from '@rxledger/client';
import { CONTENTS, ok, openRecordStage, outcome, type Read, type RecordStage } from './record-stage';

jest.setTimeout(180_000);

const WORDS = ['Quibblethorn', 'Canary Lane', 'canary-finding', 'canary-diagnosis', 'canary-cost', 'canary-pixels'];

describe('attachments, erasure, and what is told to nobody', () => {
  let stage: RecordStage;
  let id: string;
  let attachment: string;
  const scan = Buffer.alloc(CHUNK_BYTES + 1000, 'canary-pixels ');

  beforeAll(async () => {
    stage = await openRecordStage();
    id = await stage.opened();
  });
  afterAll(async () => stage.close());

  const upload = async (section: string): Promise<{ id: string; secret: string; digest: string }> => {
    const begun = ok(await stage.physician.post(`/cases/${id}/attachments`, { section }), 201).json<{
      id: string;
      secret: string;
    }>();
    const path = `/cases/${id}/attachments/${begun.id}`;
    const headers = { 'attachment-secret': begun.secret };
    const send = (index: number) => {
      const chunk = scan.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      return stage.physician.put(`${path}/chunks/${index}${index === 1 ? '?last=true' : ''}`, chunk, headers);
    };
    const first = ok(await send(0)).json<{ digest: string }>();
    // Cut off here: the state says what need not be sent again.
    const state = ok(await stage.physician.get(`${path}/state`)).json<{ state: string; parts: { index: number }[] }>();
    expect([state.state, state.parts.map(({ index }) => index)]).toEqual(['begun', [0]]);
    const incomplete = await stage.physician.post(`${path}/finish`, { digests: [first.digest, first.digest] });
    expect(incomplete.json()).toMatchObject({ code: 'CONTENT_INCOMPLETE' });
    const second = ok(await send(1)).json<{ digest: string }>();
    const finished = ok(await stage.physician.post(`${path}/finish`, { digests: [first.digest, second.digest] }));
    return { ...begun, digest: finished.json<{ digest: string }>().digest };
  };

  it('takes an attachment in chunks, again after a cut, and gives it to who may read the section', async () => {
    const { id: name, secret, digest } = await upload('base');
    attachment = name;
    const entry = { id: name, secret, size: scan.length, digest, mediaType: 'image/png' };
    const body = { content: CONTENTS['base'], attachments: [entry] };
    const written = ok(await stage.physician.post(`/cases/${id}/sections/base`, body), 201);
    expect(written.json()).toMatchObject({ version: 2, attachments: [{ hash: digest }] });
    const read = ok(await stage.physician.post(`/cases/${id}/reads`, { sections: ['base'] }), 201);
    expect(read.body).not.toContain(secret);
    const receipt = read.json<Read>().id;
    const path = `/cases/${id}/attachments/${name}?receipt=${receipt}&section=base`;
    const answer = ok(await stage.physician.get(path));
    expect(answer.headers['content-type']).toBe('image/png');
    expect(answer.rawPayload.equals(scan)).toBe(true);
    // The version before had none.
    expect((await stage.physician.get(`${path}&version=1`)).json()).toMatchObject({ code: 'CONTENT_NOT_FOUND' });
    expect((await stage.colleague.get(path)).json()).toMatchObject({ code: 'ACCESS_NO_RECEIPT' });
  });

  it('says so where the content store is away, or what it holds was changed', async () => {
    const store = stage.consortium.contents.get('HospitalMSP')!;
    const read = ok(await stage.physician.post(`/cases/${id}/reads`, { sections: ['base'] }), 201).json<Read>();
    const path = `/cases/${id}/attachments/${attachment}?receipt=${read.id}&section=base`;
    store.isAway = true;
    const away = await stage.physician.get(path);
    store.isAway = false;
    expect([away.statusCode, away.json()]).toEqual([503, expect.objectContaining({ code: 'CONTENT_UNAVAILABLE' })]);
    const part = store.parts.get(attachment)!.get(0)!;
    part.bytes[100]! ^= 1;
    const changed = await stage.physician.get(path).catch(() => undefined);
    expect(changed?.rawPayload.equals(scan) ?? false).toBe(false);
    part.bytes[100]! ^= 1;
  });

  it('keeps contents out of the ledger, the logs, the metrics, the events and the refusals', async () => {
    const { ledger, lines, apps } = stage.consortium;
    const refused = await stage.physician.post(`/cases/${id}/sections/base`, {
      content: CONTENTS['base'],
      grantee: 'Quibblethorn',
    });
    const texts = [
      ...ledger.network.states('rx').map(({ key, value }) => key + value.toString('latin1')),
      ...Array.from({ length: ledger.network.height() }, (_, number) =>
        Buffer.from(ledger.network.block(number)!.serializeBinary()).toString('latin1'),
      ),
      JSON.stringify(ledger.recorded),
      lines.join('\n'),
      refused.body,
    ];
    for (const app of apps.values()) texts.push((await app.inject('/metrics')).body);
    expect(texts.length).toBeGreaterThan(50);
    for (const word of WORDS) expect([word, texts.some((text) => text.includes(word))]).toEqual([word, false]);
    const stored = [...stage.consortium.contents.get('HospitalMSP')!.parts.values()].flatMap((parts) => [
      ...parts.values(),
    ]);
    expect(stored.some(({ bytes }) => Buffer.from(bytes).includes('canary-pixels'))).toBe(false);
  });

  it('is kept until retention is over, and while a legal hold lasts', async () => {
    const erase = () => stage.patient.post(`/cases/${id}/erasures`, { scope: 'examination' });
    expect((await erase()).json()).toMatchObject({ code: 'CASE_RETENTION' });
    const sectionRetentionDays = { base: 0, examination: 0, treatment: 0, cost: 0 };
    ok(await stage.registrar('HospitalMSP').post('/policy', { parameters: { sectionRetentionDays } }));
    ok(await stage.auditor('HospitalMSP').post(`/cases/${id}/hold`, { reasonCode: 'LITIGATION' }));
    expect((await erase()).json()).toMatchObject({ code: 'CASE_HOLD' });
    ok(await stage.auditor('HospitalMSP').post(`/cases/${id}/lift-hold`, { reasonCode: 'SETTLED' }));
    ok(await erase(), 201);
    const done = await stage.until(
      () => stage.patient.get(`/cases/${id}/erasures/examination`),
      (answer) => answer.json<{ status: string }>().status === 'done',
    );
    expect(done.json()).toMatchObject({ status: 'done', holders: ['HospitalMSP'] });
    expect(outcome(await stage.patient.post(`/cases/${id}/reads`, { sections: ['examination'] }))).toBe('CASE_ERASED');
    expect(outcome(await stage.patient.post(`/cases/${id}/reads`, { sections: ['base'] }))).toEqual({
      base: CONTENTS['base'],
    });
  });

  it('is gone from every holder once the whole is erased: keys, contents, attachments, lists', async () => {
    const grant = await stage.give({ grantee: 'PharmacyMSP', cases: id, sections: ['base'], right: 'write' });
    ok(await stage.dispenser.post(`/cases/${id}/sections/base`, { content: CONTENTS['base'], grant }), 201);
    ok(await stage.patient.post(`/cases/${id}/erasures`, { scope: 'whole' }), 201);
    const done = await stage.until(
      () => stage.patient.get(`/cases/${id}/erasures/whole`),
      (answer) => answer.json<{ status: string }>().status === 'done',
    );
    expect(done.json()).toMatchObject({ status: 'done', holders: ['HospitalMSP', 'PharmacyMSP'] });
    for (const mspId of ['HospitalMSP', 'PharmacyMSP']) {
      const holdings = ok(await stage.steward(mspId).get(`/cases/${id}/holdings`));
      expect(holdings.json()).toMatchObject({ organisation: mspId, holdings: [], attachments: 0 });
    }
    const listed = await stage.physician.get(`/cases?atLeastBlock=${stage.consortium.ledger.network.height() - 1}`);
    expect(listed.body).not.toContain(id);
    expect(outcome(await stage.physician.post(`/cases/${id}/reads`, { sections: ['base'] }))).toBe('CASE_ERASED');
  });
});
