import '@rxledger/chaincode/quiet';
import { createHmac, randomBytes } from 'node:crypto';
import { endorsersOf, type ContractName } from '@rxledger/chaincode/api';
import { createChaincode } from '@rxledger/chaincode/chaincode';
import { createMemoryNetwork, type MemoryIdentity, type MemoryNetwork } from '@rxledger/devnet/memory';
import { drawId } from '../prescription';

const HOSPITAL = 'HospitalMSP';
const KINDS = { HospitalMSP: 'hospital', CentreMSP: 'centre', PharmacyMSP: 'pharmacy', ThirdPartyMSP: 'third-party' };
const MEMBERS = Object.keys(KINDS);
const SILENT = { debug: () => undefined, info: () => undefined, error: () => undefined } as never;

/** The chaincode as every member runs it in memory. */
export const RX = {
  name: 'rx',
  chaincode: (() => createChaincode(SILENT)) as never,
  endorsementPolicy: `OutOf(2,${MEMBERS.map((mspId) => `'${mspId}.peer'`).join(',')})`,
};

export interface MemoryPerson {
  readonly actor: string;
  readonly identity: MemoryIdentity;
}

/** What somebody has endorsed and committed. */
export interface MemoryStep {
  readonly as: MemoryPerson;
  readonly contract: ContractName;
  readonly transaction: string;
  readonly command: object;
  readonly transient?: Readonly<Record<string, string>>;
}

/** A consortium in memory with one case of one patient. */
export interface MemoryRecords {
  readonly network: MemoryNetwork;
  readonly physician: MemoryPerson;
  readonly patient: MemoryPerson;
  readonly dispenser: MemoryPerson;
  readonly researcher: MemoryPerson;
  readonly case: string;
  readonly subjectSalt: string;
  /** In one block. @throws Error unless all are valid */
  submit(steps: readonly MemoryStep[]): Promise<void>;
  evaluate<View>(as: MemoryPerson, fn: string, query: object): Promise<View>;
}

/** Four members, their people, a case that the physician opened. */
export async function openMemoryRecords(): Promise<MemoryRecords> {
  const network = await createMemoryNetwork({ organisations: MEMBERS, chaincodes: [RX] });
  const someone = (mspId: string, role: string): MemoryPerson => {
    const attributes = { 'rx.role': role, 'hf.EnrollmentID': `${role}-1` };
    return { actor: `${mspId}:${role}-1`, identity: network.identity(mspId, `${role}-1`, { attributes }) };
  };
  const submit: MemoryRecords['submit'] = async (steps) => {
    const endorsed = await Promise.all(
      steps.map(({ as, contract, transaction, command, transient = {} }) =>
        network.endorse({
          identity: as.identity,
          chaincode: RX.name,
          fn: `${contract}:${transaction}`,
          args: [JSON.stringify({ commandId: drawId(), ...command })],
          transient,
          endorsers: endorsersOf(contract, transaction, {
            caller: as.identity.mspId,
            members: MEMBERS,
            hospital: HOSPITAL,
          }),
        }),
      ),
    );
    const refused = (await network.order(endorsed)).find(({ isValid }) => !isValid);
    if (refused !== undefined) throw new Error(`a transaction in memory is not valid: ${refused.status}`);
  };
  const people = {
    physician: someone(HOSPITAL, 'physician'),
    patient: someone(HOSPITAL, 'patient'),
    dispenser: someone('PharmacyMSP', 'dispenser'),
    researcher: someone('ThirdPartyMSP', 'researcher'),
  };
  const members = Object.entries(KINDS).map(([mspId, kind]) => ({ mspId, kind, displayName: kind }));
  const registrar = someone(HOSPITAL, 'registrar');
  await submit([{ as: registrar, contract: 'misbc', transaction: 'Found', command: { members } }]);
  for (const [role, { identity }] of Object.entries(people)) {
    const command = { enrolmentId: `${role}-1`, role, ...(role === 'physician' ? { scope: ['*'] } : {}) };
    const as = someone(identity.mspId, 'registrar');
    await submit([{ as, contract: 'misbc', transaction: 'Register', command }]);
  }
  const id = drawId();
  const subjectSalt = randomBytes(32).toString('hex');
  const patient = people.patient.actor;
  const key = Buffer.from(subjectSalt, 'hex');
  const subject = createHmac('sha256', key).update(JSON.stringify(patient)).digest('hex');
  const opened = { case: id, subject };
  const transient = { patient, subjectSalt };
  await submit([{ as: people.physician, contract: 'case', transaction: 'Open', command: opened, transient }]);
  return {
    network,
    ...people,
    case: id,
    subjectSalt,
    submit,
    evaluate: async (as, fn, query) => {
      const args = [JSON.stringify(query)];
      const answer = await network.evaluate({ identity: as.identity, chaincode: RX.name, fn, args });
      return JSON.parse(answer.toString()) as never;
    },
  };
}

/** A grant of the patient's for the case, to whoever. @returns its id and what gives it */
export function grantOf(
  records: MemoryRecords,
  grantee: string,
  purpose: string,
): { readonly id: string; readonly step: MemoryStep } {
  const id = drawId();
  const until = records.network.now() + 24 * 3_600_000;
  const command = { id, grantee, purpose, cases: records.case, sections: ['treatment'], right: 'read', until };
  const transient = { subjectSalt: records.subjectSalt };
  return { id, step: { as: records.patient, contract: 'patient', transaction: 'Give', command, transient } };
}
