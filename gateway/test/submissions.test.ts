import { createHash, createHmac } from 'node:crypto';
import { canonicalJson, type PaymentView, type PrescriptionView, type Role } from '@rxledger/chaincode/api';
import type { App } from '../src/http/route';
import type { EvaluateRequest, SubmitRequest } from '../src/ledger/ledger';
import { FakeLedger } from './fake-ledger';
import { testApp } from './test-app';

/* What each route asks of the ledger, stated by hand: endorsers, what is public, what is transient. */

const ID = '4z8k2m6p0q1r3s5t7v9w1x3y5z';
const SALT = '0f'.repeat(32);
const CODE = '0a1b2c3d4e5f6g7h8j9kambncp';
const BODY = {
  patient: 'HospitalMSP:p-1',
  lines: [
    {
      line: 1,
      drug: { atc: 'J01CA04', name: 'Zanzibrex', strength: '500 mg' },
      quantity: 21,
      unit: 'capsule',
      dosage: '1 capsule 3 times a day',
      isSubstitutionAllowed: true,
      isControlled: false,
    },
  ],
};
const hmac = (text: string, salt: string): string =>
  createHmac('sha256', Buffer.from(salt, 'hex')).update(text).digest('hex');
const COMMITMENT = hmac(canonicalJson(BODY), SALT);

const VIEW: PrescriptionView = {
  id: ID,
  status: 'SUBMITTED',
  version: 4,
  bodyVersion: 1,
  hospital: 'HospitalMSP',
  centre: 'CentreMSP',
  prescriber: 'HospitalMSP:d-1',
  commitment: COMMITMENT,
  codeHash: createHash('sha256').update(CODE).digest('hex'),
  issuedAt: 1,
  updatedAt: 2,
  validUntil: 3,
  pharmacies: [],
  lines: [{ line: 1, status: 'open', dispensed: 0 }],
};
const PAYMENT: PaymentView = {
  prescription: ID,
  status: 'INVOICED',
  version: 1,
  pharmacy: 'PharmacyMSP',
  payer: 'ThirdPartyMSP',
  commitment: COMMITMENT,
  updatedAt: 1,
  updatedBy: 'PharmacyMSP:x-1',
};
const FULFILMENT = {
  ...PAYMENT,
  status: 'PREPARING',
  mode: 'delivery',
  partner: 'ThirdPartyMSP',
  attempts: 0,
};

const path = `/v1/prescriptions/${ID}`;
const fromBody = ['body', 'salt'];
const fromDetail = ['detail', 'detailSalt'];
const centreAndPharmacy = ['CentreMSP', 'PharmacyMSP'];
const hospitalAndCentre = ['HospitalMSP', 'CentreMSP'];
const pharmacyAndThird = ['PharmacyMSP', 'ThirdPartyMSP'];
const reasons = { reasonCodes: ['DOSE_UNCLEAR'] };
const reason = { reasonCode: 'NO_LONGER_NEEDED' };
const invoice = { amount: 1, currency: 'EUR', reference: 'R' };
const instruction = { recipient: 'Quibblethorn', address: 'Canary Lane 7' };
const goods = { lines: [{ line: 1, quantity: 21, batch: 'B-1' }] };

type Row = [
  url: string,
  body: object | undefined,
  who: [mspId: string, role: Role],
  transaction: string,
  endorsers: string[],
  transient: string[],
];

const HOSPITAL = 'HospitalMSP';
const TABLE: Row[] = [
  [
    '/v1/prescriptions',
    { body: BODY, validUntil: 9 },
    [HOSPITAL, 'physician'],
    'prescription:Issue',
    hospitalAndCentre,
    fromBody,
  ],
  [`${path}/amend`, { body: BODY }, [HOSPITAL, 'physician'], 'prescription:Amend', hospitalAndCentre, fromBody],
  [`${path}/cancel`, reason, [HOSPITAL, 'physician'], 'prescription:Cancel', hospitalAndCentre, []],
  [`${path}/cancel`, reason, [HOSPITAL, 'patient'], 'prescription:Cancel', hospitalAndCentre, fromBody],
  [`${path}/recall`, undefined, [HOSPITAL, 'patient'], 'prescription:Recall', hospitalAndCentre, fromBody],
  [`${path}/expire`, undefined, ['PharmacyMSP', 'dispenser'], 'prescription:Expire', hospitalAndCentre, []],
  [`${path}/code`, undefined, [HOSPITAL, 'physician'], 'prescription:ReplaceCode', hospitalAndCentre, []],
  [`${path}/code`, undefined, [HOSPITAL, 'patient'], 'prescription:ReplaceCode', hospitalAndCentre, fromBody],
  [`${path}/fills`, { validUntil: 9 }, [HOSPITAL, 'physician'], 'prescription:OpenFill', hospitalAndCentre, fromBody],
  [
    `${path}/erase`,
    undefined,
    [HOSPITAL, 'steward'],
    'prescription:Erase',
    [...hospitalAndCentre, ...pharmacyAndThird],
    [],
  ],
  [`${path}/review/claim`, undefined, ['CentreMSP', 'reviewer'], 'prescription:ClaimReview', hospitalAndCentre, []],
  [
    `${path}/review/findings`,
    undefined,
    ['CentreMSP', 'reviewer'],
    'prescription:RecordFindings',
    hospitalAndCentre,
    [...fromBody, ...fromDetail],
  ],
  [`${path}/review/approve`, undefined, ['CentreMSP', 'reviewer'], 'prescription:Approve', hospitalAndCentre, fromBody],
  [`${path}/review/return`, reasons, ['CentreMSP', 'reviewer'], 'prescription:Return', hospitalAndCentre, []],
  [
    `${path}/review/refuse`,
    { ...reasons, text: 'Quibblethorn' },
    ['CentreMSP', 'reviewer'],
    'prescription:Refuse',
    hospitalAndCentre,
    fromDetail,
  ],
  [
    `${path}/redeem`,
    { code: CODE },
    ['PharmacyMSP', 'dispenser'],
    'prescription:Redeem',
    centreAndPharmacy,
    [...fromBody, 'code'],
  ],
  [
    `${path}/dispense`,
    goods,
    ['PharmacyMSP', 'dispenser'],
    'prescription:Dispense',
    centreAndPharmacy,
    [...fromBody, ...fromDetail],
  ],
  [`${path}/give-back`, undefined, ['PharmacyMSP', 'dispenser'], 'prescription:GiveBack', centreAndPharmacy, []],
  [`${path}/withdraw`, reason, ['PharmacyMSP', 'dispenser'], 'prescription:Withdraw', centreAndPharmacy, []],
  [
    `${path}/payment/invoice`,
    { invoice },
    ['PharmacyMSP', 'dispenser'],
    'payment:Invoice',
    pharmacyAndThird,
    fromDetail,
  ],
  [
    `${path}/payment/adjudicate`,
    { isAccepted: true },
    ['ThirdPartyMSP', 'payer'],
    'payment:Adjudicate',
    pharmacyAndThird,
    [],
  ],
  [`${path}/payment/pay`, undefined, ['ThirdPartyMSP', 'payer'], 'payment:Pay', pharmacyAndThird, []],
  [`${path}/payment/refund`, reason, ['ThirdPartyMSP', 'payer'], 'payment:Refund', pharmacyAndThird, []],
  [`${path}/settle`, undefined, ['ThirdPartyMSP', 'payer'], 'prescription:Settle', pharmacyAndThird, []],
  [
    `${path}/fulfilment/prepare`,
    { mode: 'delivery', instruction },
    ['PharmacyMSP', 'dispenser'],
    'fulfilment:Prepare',
    pharmacyAndThird,
    fromDetail,
  ],
  [
    `${path}/fulfilment/prepare`,
    { mode: 'collection' },
    ['PharmacyMSP', 'dispenser'],
    'fulfilment:Prepare',
    ['PharmacyMSP', 'CentreMSP'],
    [],
  ],
  [`${path}/fulfilment/ready`, undefined, ['PharmacyMSP', 'dispenser'], 'fulfilment:Ready', pharmacyAndThird, []],
  [`${path}/fulfilment/dispatch`, undefined, ['PharmacyMSP', 'dispenser'], 'fulfilment:Dispatch', pharmacyAndThird, []],
  [`${path}/fulfilment/deliver`, undefined, ['ThirdPartyMSP', 'courier'], 'fulfilment:Deliver', pharmacyAndThird, []],
  [`${path}/fulfilment/collect`, undefined, ['PharmacyMSP', 'dispenser'], 'fulfilment:Collect', pharmacyAndThird, []],
  [`${path}/fulfilment/fail`, reason, ['ThirdPartyMSP', 'courier'], 'fulfilment:FailDelivery', pharmacyAndThird, []],
  [
    '/v1/people',
    { enrolmentId: 'd-9', role: 'physician' },
    [HOSPITAL, 'registrar'],
    'misbc:Register',
    hospitalAndCentre,
    [],
  ],
  ['/v1/people/d-9/suspend', undefined, ['CentreMSP', 'registrar'], 'misbc:Suspend', ['CentreMSP', HOSPITAL], []],
];

/** Gateways by organisation: starting one for each row would take most of the time. */
const gateways = new Map<string, { readonly ledger: FakeLedger; readonly app: App }>();

async function gatewayOf(mspId: string): Promise<{ readonly ledger: FakeLedger; readonly app: App }> {
  const known = gateways.get(mspId);
  if (known !== undefined) return known;
  const ledger = new FakeLedger();
  const gateway = { ledger, app: await testApp(ledger, { mspId }) };
  gateways.set(mspId, gateway);
  return gateway;
}

afterAll(async () => {
  for (const { app } of gateways.values()) await app.close();
});

function answerAsUsual(ledger: FakeLedger): void {
  ledger
    .on('prescription:Read', () => VIEW)
    .on('prescription:ReadBody', () => ({ body: BODY, salt: SALT }))
    .on('prescription:ReadForRedemption', () => ({ body: BODY, salt: SALT }))
    .on('payment:Read', () => PAYMENT)
    .on('fulfilment:Read', () => FULFILMENT);
  for (const [, , , transaction] of TABLE) {
    const view = { payment: PAYMENT, fulfilment: FULFILMENT }[transaction.split(':')[0]!] ?? VIEW;
    ledger.on(transaction, () => view);
  }
}

/** What a row's request asks to be submitted; `change` gives other answers than the usual. */
async function submitted(
  [url, body, [mspId, role]]: Row,
  change: (ledger: FakeLedger) => void = () => undefined,
): Promise<{ readonly request: SubmitRequest; readonly asked: EvaluateRequest[] }> {
  const { app, ledger } = await gatewayOf(mspId);
  answerAsUsual(ledger);
  change(ledger);
  ledger.submitted.length = 0;
  ledger.evaluated.length = 0;
  const headers = { authorization: `Bearer a-1.${role}`, 'idempotency-key': 'order-0000001', 'if-match': '"4"' };
  const answer = await app.inject({ method: 'POST', url, headers, ...(body === undefined ? {} : { payload: body }) });
  if (ledger.submitted.length !== 1) throw new Error(`${url}: ${answer.body}`);
  return { request: ledger.submitted[0]!.request, asked: ledger.evaluated.map((one) => one.request) };
}

describe.each(TABLE)('POST %s %p', (...row: Row) => {
  const [url, , , transaction, endorsers, transient] = row;
  let request: SubmitRequest;
  beforeAll(async () => {
    ({ request } = await submitted(row));
  }, 60_000);

  it('asks for the right transaction, endorsers and transient keys', () => {
    expect(`${request.contract}:${request.transaction}`).toBe(transaction);
    expect(request.endorsers).toEqual(endorsers);
    expect(Object.keys(request.transient ?? {}).sort()).toEqual([...transient].sort());
    expect(request.command.commandId).toBe('order-0000001');
  });

  it('puts nothing private into the command', () => {
    const text = JSON.stringify(request.command);
    expect(text).not.toMatch(/Zanzibrex|Quibblethorn|Canary|J01CA04|p-1|B-1"/);
    for (const secret of Object.values(request.transient ?? {})) expect(text).not.toContain(secret);
  });

  it('commits to exactly what it hands over, under a salt of its own', () => {
    const { body, salt, detail, detailSalt } = request.transient ?? {};
    const { commitment } = request.command as { commitment?: string };
    const own = detail ?? (/prescriptions$|amend$/.test(url) ? body : undefined);
    const ownSalt = detail === undefined ? salt : detailSalt;
    // A reason's commitment is made by the contract.
    const expected = own === undefined || transaction.endsWith('Refuse') ? undefined : hmac(own, ownSalt!);
    expect(commitment).toBe(expected);
    expect(own === undefined ? own : canonicalJson(JSON.parse(own))).toBe(own);
  });

  it('takes the version the caller saw where there is one to see', () => {
    const isNew = ['prescription:Issue', 'misbc:Register'].includes(transaction);
    expect((request.command as { expectedVersion?: number }).expectedVersion).toBe(isNew ? undefined : 4);
  });

  it('is the same to the byte when it is repeated', async () => {
    const { request: again } = await submitted(row);
    expect(canonicalJson(again)).toBe(canonicalJson(request));
  }, 60_000);
});

describe('a body that is not the one that was committed to', () => {
  it('is not handed on, whichever peer gave it out', async () => {
    for (const row of TABLE.filter(([url]) => /redeem|approve|dispense$/.test(url))) {
      const forged = submitted(row, (ledger) => {
        for (const name of ['ReadBody', 'ReadForRedemption']) {
          ledger.on(`prescription:${name}`, () => ({ body: { ...BODY, note: 'forged' }, salt: SALT }));
        }
      });
      await expect(forged).rejects.toThrow('INPUT_COMMITMENT_MISMATCH');
    }
  }, 60_000);
});

describe('a redemption', () => {
  const redeem = TABLE.find(([url]) => url.endsWith('/redeem'))!;

  it("asks the centre's peer for the body", async () => {
    const { asked } = await submitted(redeem);
    expect(asked.at(-1)).toMatchObject({
      transaction: 'ReadForRedemption',
      at: 'CentreMSP',
      transient: { code: CODE },
    });
  }, 60_000);

  it("asks one's own peer once the prescription is held here, so that a repeat is answered", async () => {
    const holder = { organisation: 'PharmacyMSP', dispenser: 'PharmacyMSP:x-1', leaseUntil: 9, redeemedAt: 1 };
    const { asked } = await submitted(redeem, (ledger) => {
      ledger.on('prescription:Read', () => ({ ...VIEW, status: 'REDEEMED', holder }));
    });
    expect(asked.map(({ transaction }) => transaction)).toEqual(['Read', 'ReadBody']);
  }, 60_000);
});
