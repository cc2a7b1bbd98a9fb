import { Consortium, type Answer, type Person } from './consortium';

export interface Read {
  readonly id: string;
  readonly contents: readonly {
    readonly section: string;
    readonly version?: number;
    readonly content?: unknown;
    readonly sealed?: unknown;
    readonly problem?: string;
  }[];
}

/** A consortium with everybody whom records need, and their keys. */
export interface RecordStage {
  readonly consortium: Consortium;
  readonly physician: Person;
  readonly colleague: Person;
  readonly patient: Person;
  readonly otherPatient: Person;
  readonly dispenser: Person;
  readonly payer: Person;
  readonly researcher: Person;
  /** The auditor of a member. */
  auditor(mspId: string): Person;
  steward(mspId: string): Person;
  registrar(mspId: string): Person;
  /** A case of the patient, with something in all four sections. */
  opened(sections?: readonly string[]): Promise<string>;
  give(changes: object): Promise<string>;
  /** Asks until the answer is as wanted: for what other gateways do in their own time. */
  until(ask: () => Promise<Answer>, isWanted: (answer: Answer) => boolean): Promise<Answer>;
  close(): Promise<void>;
}

export const HOUR = 3_600_000;

export const CONTENTS: Readonly<Record<string, object>> = {
  base: { name: 'Maria Quibblethorn', birthDate: '1980-05-17', address: 'Canary Lane 7' },
  examination: { finding: 'canary-finding' },
  treatment: { diagnosis: 'canary-diagnosis', plan: 'rest' },
  cost: { amount: 77, currency: 'EUR', note: 'canary-cost' },
};

export async function openRecordStage(): Promise<RecordStage> {
  const consortium = await Consortium.open();
  await consortium.prepareRecords();
  const scope = { scope: ['*'] };
  const physician = await consortium.enter('HospitalMSP', 'd-1', 'physician', scope);
  const colleague = await consortium.enter('HospitalMSP', 'd-2', 'physician', scope);
  const patient = await consortium.enter('HospitalMSP', 'p-1', 'patient');
  const otherPatient = await consortium.enter('CentreMSP', 'p-2', 'patient');
  const dispenser = await consortium.enter('PharmacyMSP', 'x-1', 'dispenser');
  const payer = await consortium.enter('ThirdPartyMSP', 'y-1', 'payer');
  const researcher = await consortium.enter('ThirdPartyMSP', 'z-1', 'researcher');
  const registrar = (mspId: string) => consortium.person(mspId, 'registrar', 'registrar');
  return {
    ...{ consortium, physician, colleague, patient, otherPatient, dispenser, payer, researcher, registrar },
    auditor: (mspId) => consortium.person(mspId, 'auditor', 'auditor'),
    steward: (mspId) => consortium.person(mspId, 'steward', 'steward'),
    async opened(sections = Object.keys(CONTENTS)) {
      const { id } = ok(await physician.post('/cases', { patient: 'HospitalMSP:p-1' }), 201).json<{ id: string }>();
      for (const section of sections) {
        ok(await physician.post(`/cases/${id}/sections/${section}`, { content: CONTENTS[section] }), 201);
      }
      return id;
    },
    async give(changes) {
      const until = consortium.ledger.network.now() + HOUR;
      const body = { purpose: 'medication', sections: ['base'], right: 'read', until, ...changes };
      return ok(await patient.post('/consents', body), 201).json<{ id: string }>().id;
    },
    async until(ask, isWanted) {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const answer = await ask();
        if (isWanted(answer)) return answer;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return ask();
    },
    close: () => consortium.close(),
  };
}

/** The answer, where its status is the expected one. */
export function ok(answer: Answer, status = 200): Answer {
  if (answer.statusCode === status) return answer;
  throw new Error(`expected ${status}, got ${answer.statusCode} ${answer.body}`);
}

/** What a read answers: the code of its refusal, or by section the content or the code. */
export function outcome(answer: Answer): Readonly<Record<string, unknown>> | string {
  if (answer.statusCode >= 400) return answer.json<{ code: string }>().code;
  const { contents } = answer.json<Read>();
  return Object.fromEntries(contents.map(({ section, content, problem }) => [section, content ?? problem]));
}
