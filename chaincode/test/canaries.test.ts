import { Case, body, line, seal } from './support/case';
import { CHAINCODE, Consortium } from './support/consortium';
import { PEOPLE } from './support/people';

/** Words that stand in private content alone, and must be found nowhere else. */
const CANARIES = {
  patient: 'canary-patient',
  drug: 'Canaryphylline',
  atc: 'N02BE51',
  form: 'canary-form',
  dosage: 'canary-dosage',
  diagnosis: 'Canary fever',
  diagnosisCode: 'C99.77',
  name: 'Canary Person',
  birthDate: '1931-07-19',
  allergy: 'canary-allergy',
  note: 'canary-note',
  finding: 'canary-finding',
  reason: 'canary-reason',
  batch: 'CANARY-BATCH',
  product: 'Canaryphylline generic',
  substitution: 'canary-substitution',
  invoice: 'CANARY-INVOICE',
  recipient: 'Canary Recipient',
  address: 'Canary Street 1',
} as const;

const content = body({
  patient: `HospitalMSP:${CANARIES.patient}`,
  lines: [
    line(1, {
      drug: { atc: CANARIES.atc, name: CANARIES.drug, form: CANARIES.form },
      dosage: CANARIES.dosage,
      isSubstitutionAllowed: true,
    }),
  ],
  diagnoses: [{ code: CANARIES.diagnosisCode, text: CANARIES.diagnosis }],
  facts: { name: CANARIES.name, birthDate: CANARIES.birthDate, allergies: [CANARIES.allergy] },
  note: CANARIES.note,
});

const found = (where: string): string[] =>
  Object.entries(CANARIES).flatMap(([name, word]) => (where.includes(word) ? [name] : []));

describe('what is private', () => {
  let consortium: Consortium;
  const rx = { current: undefined as unknown as Case };
  /** Answers, events and messages, as clients get them. */
  const heard: string[] = [];

  beforeAll(async () => {
    consortium = await Consortium.founded();
    const one = new Case(consortium, content);
    rx.current = one;
    const submit = async (call: Parameters<Case['submit']>[0]): Promise<void> => {
      const answer = await one.submit<unknown>(call);
      heard.push(JSON.stringify(answer), answer.isDone ? String(answer.event?.payload) : '');
    };
    const detail = (text: string, salt = 'a'.repeat(64)): Record<string, string> => ({
      detail: JSON.stringify(text),
      detailSalt: salt,
    });
    await submit(one.issueCall());
    await submit(one.call('prescription', 'ClaimReview', PEOPLE.reviewer));
    await submit(
      one.call(
        'prescription',
        'Return',
        PEOPLE.reviewer,
        { reasonCodes: ['UNCLEAR'] },
        { ...one.proof, ...detail(CANARIES.reason) },
      ),
    );
    await submit(one.amendCall(content));
    await submit(one.call('prescription', 'ClaimReview', PEOPLE.reviewer));
    const findings = seal([{ rule: 'dose-1', severity: 'warning', text: CANARIES.finding }]);
    const call = one.findingsCall();
    await submit({
      ...call,
      command: { ...(call.command as object), commitment: findings.commitment },
      transient: { ...one.proof, detail: findings.text, detailSalt: findings.salt },
    });
    await submit(one.call('prescription', 'Approve', PEOPLE.reviewer, {}, one.proof));
    await submit(one.redeemCall());
    await submit(
      one.dispenseCall([{ line: 1, quantity: 20 }], PEOPLE.dispenser, [
        { line: 1, batch: CANARIES.batch, product: CANARIES.product, substitutionReason: CANARIES.substitution },
      ]),
    );
    const invoice = seal({ amount: 1, currency: 'EUR', reference: CANARIES.invoice });
    await submit(
      one.call(
        'payment',
        'Invoice',
        PEOPLE.dispenser,
        { payer: 'ThirdPartyMSP', commitment: invoice.commitment },
        { detail: invoice.text, detailSalt: invoice.salt },
      ),
    );
    const instruction = seal({ recipient: CANARIES.recipient, address: CANARIES.address });
    await submit(
      one.call(
        'fulfilment',
        'Prepare',
        PEOPLE.dispenser,
        { mode: 'delivery', partner: 'ThirdPartyMSP', commitment: instruction.commitment },
        { detail: instruction.text, detailSalt: instruction.salt },
      ),
    );
    // And what is refused: wrong forms with private words in them.
    const bad = new Case(consortium, { ...content, [CANARIES.note]: CANARIES.name } as never);
    await submit(bad.issueCall());
    await submit(new Case(consortium, body({ patient: CANARIES.name as never })).issueCall());
    await submit({ ...one.redeemCall(), command: `{"${CANARIES.name}":` });
    await submit({ ...one.redeemCall(), name: CANARIES.drug });
    await submit({ ...one.redeemCall(), transient: { ...one.proof, code: CANARIES.note } });
  });

  afterAll(() => consortium.close());

  it('is in the private data of those who need it, so that the search below could find it', () => {
    const kept = (mspId: string): string => JSON.stringify(consortium.privateStates(mspId));
    const ofBody = [
      'patient',
      'drug',
      'atc',
      'form',
      'dosage',
      'diagnosis',
      'diagnosisCode',
      'name',
      'birthDate',
      'allergy',
      'note',
    ];
    expect(found(kept('HospitalMSP'))).toEqual([...ofBody, 'finding', 'reason']);
    expect(found(kept('CentreMSP'))).toEqual([...ofBody, 'finding', 'reason', 'batch', 'product', 'substitution']);
    expect(found(kept('PharmacyMSP'))).toEqual([
      ...ofBody,
      'batch',
      'product',
      'substitution',
      'invoice',
      'recipient',
      'address',
    ]);
    expect(found(kept('ThirdPartyMSP'))).toEqual(['invoice', 'recipient', 'address']);
    expect(found(kept('EastMSP'))).toEqual([]);
  });

  it('is not in public state', () => {
    const states = consortium.network.states(CHAINCODE);
    expect(states.length).toBeGreaterThan(20);
    expect(states.flatMap(({ key, value }) => found(`${key} ${value.toString('utf8')}`))).toEqual([]);
  });

  it('is not in any answer, event or error', () => {
    expect(heard.filter((text) => text.includes('SUBMITTED')).length).toBeGreaterThan(0);
    expect(heard.filter((text) => text.includes('INPUT_')).length).toBeGreaterThan(3);
    expect(heard.flatMap(found)).toEqual([]);
  });

  it('is not in any line that the chaincodes logged', () => {
    expect(consortium.logged.length).toBeGreaterThan(50);
    expect(consortium.logged.flatMap(found)).toEqual([]);
  });

  it('is not in any block', () => {
    const blocks = Array.from({ length: consortium.network.height() }, (_, number) =>
      Buffer.from(consortium.network.block(number)!.serializeBinary()).toString('latin1'),
    );
    expect(blocks.some((block) => block.includes(rx.current.id))).toBe(true);
    expect(blocks.flatMap(found)).toEqual([]);
  });
});
