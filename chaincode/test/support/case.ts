import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { DispensedLine, PaymentView, PrescriptionBody, PrescriptionView } from '../../src/api';
import { canonicalJson, endorsersOf, type ContractName, type Parties } from '../../src/api';
import type { Answer, Call, Consortium } from './consortium';
import { MEMBERS, PEOPLE, type Person } from './people';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A random id or code of 26 characters. */
export const drawId = (): string => [...randomBytes(26)].map((byte) => ALPHABET[byte & 31]).join('');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface SealedContent {
  readonly text: string;
  readonly salt: string;
  readonly commitment: string;
}

export function seal(content: unknown): SealedContent {
  const text = canonicalJson(content);
  const salt = randomBytes(32).toString('hex');
  return { text, salt, commitment: createHmac('sha256', Buffer.from(salt, 'hex')).update(text).digest('hex') };
}

/** A body with plain lines; the parts that matter to a test are given. */
export const body = (change: Partial<PrescriptionBody> = {}): PrescriptionBody => ({
  patient: PEOPLE.patient.id,
  lines: [line(1)],
  ...change,
});

export const line = (
  number: number,
  change: Partial<PrescriptionBody['lines'][number]> = {},
): PrescriptionBody['lines'][number] => ({
  line: number,
  drug: { atc: 'J01CA04', name: 'Amoxicillin 500 mg' },
  quantity: 20,
  unit: 'capsule',
  dosage: 'one three times a day',
  isSubstitutionAllowed: false,
  isControlled: false,
  ...change,
});

export const RULE_PACK = sha256('a rule pack');

type Extra = Record<string, unknown>;

/** One prescription and those who deal with it: every step is one call. */
export class Case {
  readonly id: string;
  code = drawId();
  content: PrescriptionBody;
  sealed: SealedContent;
  payer = 'ThirdPartyMSP';
  partner = 'ThirdPartyMSP';
  /** Organisation that holds it, or is about to. */
  pharmacy = 'PharmacyMSP';
  pharmacies = new Set<string>();

  constructor(
    readonly consortium: Consortium,
    content: PrescriptionBody = body(),
    id = drawId(),
  ) {
    this.id = id;
    this.content = content;
    this.sealed = seal(content);
  }

  parties(caller: Person): Parties {
    return {
      caller: caller.mspId,
      members: MEMBERS.map(({ mspId }) => mspId),
      hospital: 'HospitalMSP',
      centre: 'CentreMSP',
      pharmacy: this.pharmacy,
      payer: this.payer,
      partner: this.partner,
      holders: ['HospitalMSP', 'CentreMSP', ...this.pharmacies],
    };
  }

  call(
    contract: ContractName,
    transaction: string,
    as: Person,
    extra: Extra = {},
    transient?: Record<string, string>,
  ): Call {
    return {
      as,
      name: `${contract}:${transaction}`,
      command: { id: this.id, ...extra },
      endorsers: endorsersOf(contract, transaction, this.parties(as)),
      ...(transient !== undefined && { transient }),
    };
  }

  get proof(): Record<string, string> {
    return { body: this.sealed.text, salt: this.sealed.salt };
  }

  /** A step of the prescription that the holder of its body takes; `at` as in `Call`. */
  on(transaction: string, as: Person, extra: Extra = {}, at?: number): Call {
    return { ...this.call('prescription', transaction, as, extra, this.proof), ...(at !== undefined && { at }) };
  }

  issueCall(as: Person = PEOPLE.physician, extra: Extra = {}): Call {
    return this.call(
      'prescription',
      'Issue',
      as,
      {
        centre: 'CentreMSP',
        commitment: this.sealed.commitment,
        codeHash: sha256(this.code),
        validUntil: this.consortium.network.now() + 30 * 86_400_000,
        ...extra,
      },
      this.proof,
    );
  }

  amendCall(content: PrescriptionBody, as: Person = PEOPLE.physician, extra: Extra = {}): Call {
    this.content = content;
    this.sealed = seal(content);
    return this.call('prescription', 'Amend', as, { commitment: this.sealed.commitment, ...extra }, this.proof);
  }

  findingsCall(as: Person = PEOPLE.reviewer, severity?: string): Call {
    const sealed = seal(severity === undefined ? [] : [{ rule: 'dose-1', severity, text: 'too much' }]);
    return this.call(
      'prescription',
      'RecordFindings',
      as,
      { rulePack: RULE_PACK, commitment: sealed.commitment },
      { ...this.proof, detail: sealed.text, detailSalt: sealed.salt },
    );
  }

  redeemCall(as: Person = PEOPLE.dispenser, extra: Extra = {}): Call {
    this.pharmacy = as.mspId;
    return this.call('prescription', 'Redeem', as, extra, { ...this.proof, code: this.code });
  }

  dispenseCall(lines: readonly DispensedLine[], as: Person = PEOPLE.dispenser, records?: readonly object[]): Call {
    const recorded =
      records ?? lines.filter(({ quantity }) => quantity > 0).map((entry) => ({ line: entry.line, batch: 'B-1' }));
    const sealed = seal({ lines: recorded });
    return this.call(
      'prescription',
      'Dispense',
      as,
      { lines, commitment: sealed.commitment },
      { ...this.proof, detail: sealed.text, detailSalt: sealed.salt },
    );
  }

  invoiceCall(as: Person = PEOPLE.dispenser, extra: Extra = {}): Call {
    const sealed = seal({ amount: 1250, currency: 'EUR', reference: 'R-1' });
    return this.call(
      'payment',
      'Invoice',
      as,
      { payer: this.payer, commitment: sealed.commitment, ...extra },
      { detail: sealed.text, detailSalt: sealed.salt },
    );
  }

  prepareCall(as: Person = PEOPLE.dispenser, mode: 'delivery' | 'collection' = 'delivery'): Call {
    this.partner = mode === 'delivery' ? 'ThirdPartyMSP' : 'CentreMSP';
    if (mode === 'collection') return this.call('fulfilment', 'Prepare', as, { mode, partner: this.partner });
    const sealed = seal({ recipient: 'Somebody', address: 'Somewhere 1' });
    return this.call(
      'fulfilment',
      'Prepare',
      as,
      { mode, partner: this.partner, commitment: sealed.commitment },
      { detail: sealed.text, detailSalt: sealed.salt },
    );
  }

  submit<T = PrescriptionView>(call: Call): Promise<Answer<T>> {
    return this.consortium.submit<T>(call);
  }

  must<T = PrescriptionView>(call: Call): Promise<T> {
    return this.consortium.must<T>(call);
  }

  read(): Promise<PrescriptionView> {
    return this.consortium.read<PrescriptionView>(PEOPLE.hospitalAuditor, 'prescription:Read', { id: this.id });
  }

  /** Issued. */
  async issued(): Promise<PrescriptionView> {
    return this.must(this.issueCall());
  }

  /** Issued and under review by the first reviewer. */
  async claimed(): Promise<PrescriptionView> {
    await this.issued();
    return this.must(this.call('prescription', 'ClaimReview', PEOPLE.reviewer));
  }

  async approved(): Promise<PrescriptionView> {
    await this.claimed();
    await this.must(this.findingsCall());
    return this.must(this.call('prescription', 'Approve', PEOPLE.reviewer, {}, this.proof));
  }

  async redeemed(as: Person = PEOPLE.dispenser): Promise<PrescriptionView> {
    await this.approved();
    this.pharmacies.add(as.mspId);
    return this.must(this.redeemCall(as));
  }

  async dispensed(): Promise<PrescriptionView> {
    await this.redeemed();
    return this.must(this.dispenseCall(this.content.lines.map(({ line, quantity }) => ({ line, quantity }))));
  }

  async adjudicated(): Promise<PaymentView> {
    await this.dispensed();
    await this.must<PaymentView>(this.invoiceCall());
    return this.must<PaymentView>(this.call('payment', 'Adjudicate', PEOPLE.payer, { isAccepted: true }));
  }
}
