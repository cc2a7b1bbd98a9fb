import { createHmac, randomBytes } from 'node:crypto';
import {
  canonicalJson,
  endorsersOf,
  type CaseView,
  type ContractName,
  type Envelope,
  type GrantView,
  type PolicyParameters,
  type ReadAnswer,
  type ReceiptView,
  type Section,
  type VersionView,
} from '../../src/api';
import { drawId } from './case';
import { Consortium, type Alter, type Answer, type Call } from './consortium';
import { emergencyKeyOf, encryptionKeyOf, envelopeFor, registerOrganisationKeys } from './encryption';
import { MEMBERS, PEOPLE, type Person } from './people';
import { RECORD_PEOPLE } from './record-people';
import { heard } from './verdict';

const HOUR = 3_600_000;
type Extra = Record<string, unknown>;
type Transient = Record<string, string>;

/** A consortium with everybody of the records' tests and the organisations' keys. */
export async function recordConsortium(policy: Partial<PolicyParameters> = {}, alter?: Alter): Promise<Consortium> {
  const consortium = await Consortium.founded(policy, alter);
  for (const someone of Object.values(RECORD_PEOPLE)) await consortium.register(someone);
  await registerOrganisationKeys(consortium);
  return consortium;
}

export const commitmentOf = (value: unknown, salt: string): string =>
  createHmac('sha256', Buffer.from(salt, 'hex')).update(canonicalJson(value)).digest('hex');

const drawSalt = (): string => randomBytes(32).toString('hex');

/** What a transient map says of an envelope, and the commitment to it. */
export function sealEnvelope(envelope: Envelope): { readonly commitment: string; readonly transient: Transient } {
  const { recipients: _recipients, ...content } = envelope;
  const salt = drawSalt();
  return { commitment: commitmentOf(content, salt), transient: { envelope: canonicalJson(envelope), salt } };
}

/** Who may open a section from the start: by hand, from the design. */
const STARTING: Readonly<Record<Section, readonly ('hospital' | 'patient')[]>> = {
  base: ['hospital', 'patient'],
  examination: ['patient'],
  treatment: ['hospital'],
  cost: ['hospital', 'patient'],
};

/** A case of the hospital about a patient, and those who deal with it: every step is one call. */
export class RecordCase {
  readonly id = drawId();
  readonly subjectSalt = drawSalt();

  constructor(
    readonly consortium: Consortium,
    readonly patient: Person = PEOPLE.patient,
    readonly physician: Person = PEOPLE.physician,
  ) {}

  get now(): number {
    return this.consortium.network.now();
  }

  /** What proves who the patient is. */
  get subject(): Transient {
    return { patient: this.patient.id, subjectSalt: this.subjectSalt };
  }

  call(contract: ContractName, transaction: string, as: Person, command: Extra, transient: Transient = {}): Call {
    const members = MEMBERS.map(({ mspId }) => mspId);
    const parties = { caller: as.mspId, members, hospital: this.physician.mspId };
    return {
      as,
      name: `${contract}:${transaction}`,
      command,
      endorsers: endorsersOf(contract, transaction, parties),
      transient,
    };
  }

  on(transaction: string, as: Person, extra: Extra = {}, transient: Transient = {}): Call {
    return this.call('case', transaction, as, { case: this.id, ...extra }, transient);
  }

  openCall(as: Person = this.physician): Call {
    const subject = commitmentOf(this.patient.id, this.subjectSalt);
    return this.on('Open', as, { subject }, this.subject);
  }

  opened(): Promise<CaseView> {
    return this.must<CaseView>(this.openCall());
  }

  /** Keys that a section is wrapped for when it is written. */
  kidsOf(section: Section): readonly string[] {
    const owners = { hospital: this.physician.mspId, patient: this.patient.id };
    return [
      ...STARTING[section].map((party) => encryptionKeyOf(owners[party])),
      emergencyKeyOf('CentreMSP'),
      emergencyKeyOf('PharmacyMSP'),
    ];
  }

  envelope(section: Section, version: number, kids = this.kidsOf(section), ciphertext?: string): Envelope {
    return envelopeFor({ purpose: 'section', subject: this.id, section, version }, kids, ciphertext);
  }

  versionCall(
    section: Section,
    version: number,
    as: Person = this.physician,
    extra: Extra = {},
    envelope = this.envelope(section, version),
  ): Call {
    const { commitment, transient } = sealEnvelope(envelope);
    const ground = as === this.patient ? { basis: 'own', purpose: 'personal' } : { basis: 'treating', purpose: 'care' };
    const command = { section, version, commitment, ...ground, ...extra };
    return this.on('AddVersion', as, command, { ...transient, ...this.subject });
  }

  written(section: Section, version = 1): Promise<VersionView> {
    return this.must<VersionView>(this.versionCall(section, version));
  }

  /** A version in each section. */
  async filled(): Promise<void> {
    for (const section of ['base', 'examination', 'treatment', 'cost'] as const) await this.written(section);
  }

  giveCall(change: Extra = {}, as: Person = this.patient): Call {
    const command = {
      id: drawId(),
      grantee: PEOPLE.dispenser.id,
      purpose: 'care',
      cases: this.id,
      sections: ['treatment'],
      right: 'read',
      until: this.now + HOUR,
      ...change,
    };
    return this.call('patient', 'Give', as, command, { subjectSalt: this.subjectSalt });
  }

  given(change: Extra = {}): Promise<GrantView> {
    return this.must<GrantView>(this.giveCall(change));
  }

  revokeCall(id: string, as: Person = this.patient): Call {
    return this.call('patient', 'Revoke', as, { id });
  }

  wrapsCall(
    section: Section,
    wraps: readonly unknown[],
    as: Person = this.patient,
    recipients: readonly string[] = [],
  ): Call {
    const basis = as === this.patient ? 'own' : 'treating';
    return this.on('AddWraps', as, { section, basis, recipients }, { wraps: JSON.stringify(wraps), ...this.subject });
  }

  receiptCall(as: Person, change: Extra = {}): Call {
    const ground = as === this.patient ? { basis: 'own', purpose: 'personal' } : { basis: 'treating', purpose: 'care' };
    const command = { id: drawId(), sections: ['treatment'], ...ground, ...change };
    return this.on('OpenReceipt', as, command, { subjectSalt: this.subjectSalt });
  }

  receipt(as: Person, change: Extra = {}): Promise<ReceiptView> {
    return this.must<ReceiptView>(this.receiptCall(as, change));
  }

  read(as: Person, receipt: string, change: Extra = {}, timestamp?: number): Promise<Answer<ReadAnswer>> {
    const query = { case: this.id, receipt, section: 'treatment', ...change };
    const options = { at: this.physician.mspId, ...(timestamp !== undefined && { timestamp }) };
    return this.consortium.evaluate<ReadAnswer>(as, 'case:Read', query, options);
  }

  ask<T>(as: Person, name: string, query: Extra = {}, transient: Transient = {}, at = this.physician.mspId) {
    return this.consortium.evaluate<T>(as, `case:${name}`, { case: this.id, ...query }, { at, transient });
  }

  breakGlassCall(as: Person, change: Extra = {}): Call {
    const id = drawId();
    const kids = ['CentreMSP', 'PharmacyMSP'].map(encryptionKeyOf);
    const { commitment, transient } = sealEnvelope(envelopeFor({ purpose: 'reason', subject: id }, kids));
    const command = {
      id,
      sections: ['treatment'],
      reasonCode: 'UNCONSCIOUS',
      commitment,
      until: this.now + 8 * HOUR,
      key: encryptionKeyOf(as.id),
      ...change,
    };
    return this.on('BreakGlass', as, command, transient);
  }

  submit<T>(call: Call): Promise<Answer<T>> {
    return this.consortium.submit<T>(call);
  }

  must<T>(call: Call): Promise<T> {
    return this.consortium.must<T>(call);
  }

  /** Submits what may be refused. @returns the status, or the refusal's code with its faults */
  async tried(call: Call): Promise<string> {
    return heard(await this.submit(call));
  }
}
