import type { LedgerEvent } from '../../src/api';
import { seal } from './case';
import type { Call, Consortium } from './consortium';
import { encryptionKeyOf, envelopeFor, registerKeyCall, wrapFor } from './encryption';
import { PEOPLE } from './people';
import { RecordCase, recordConsortium, sealEnvelope } from './record-case';
import { RECORD_PEOPLE } from './record-people';
import { caseAt } from './states';

/** A consortium in which everything that can be kept has been kept once, and the event of each step. */
export interface WholeLife {
  readonly consortium: Consortium;
  readonly events: readonly LedgerEvent[];
}

/** Plays prescriptions and a case through all that leaves something behind. */
export async function wholeLife(): Promise<WholeLife> {
  const sectionRetentionDays = { base: 0, examination: 0, treatment: 0, cost: 0 };
  const consortium = await recordConsortium({ sectionRetentionDays });
  const events: LedgerEvent[] = [];
  const does = async <T>(call: Call): Promise<T> => {
    const answer = await consortium.submit<T>(call);
    if (!answer.isDone || answer.status !== 'VALID') throw new Error(`${call.name}: ${JSON.stringify(answer)}`);
    if (answer.event !== undefined) events.push(JSON.parse(answer.event.payload.toString('utf8')) as LedgerEvent);
    return answer.view;
  };
  await prescriptions(consortium, does);
  await profiles(does);
  await record(new RecordCase(consortium), does);
  return { consortium, events };
}

type Does = <T>(call: Call) => Promise<T>;

async function prescriptions(consortium: Consortium, does: Does): Promise<void> {
  const settled = await caseAt(consortium, 'SETTLED');
  await does(settled.prepareCall());
  const returned = await caseAt(consortium, 'IN_REVIEW');
  const { text, salt } = seal('unclear');
  const reason = { ...returned.proof, detail: text, detailSalt: salt };
  await does(returned.call('prescription', 'Return', PEOPLE.reviewer, { reasonCodes: ['UNCLEAR'] }, reason));
}

async function profiles(does: Does): Promise<void> {
  const { patient, physician, dispenser, researcher } = PEOPLE;
  await does(registerKeyCall(patient));
  await does(registerKeyCall(dispenser));
  const endorsers = [patient.mspId, 'CentreMSP'];
  const sealed = sealEnvelope(
    envelopeFor({ purpose: 'profile', subject: patient.id, version: 1 }, [encryptionKeyOf(patient.id)]),
  );
  const command = { version: 1, commitment: sealed.commitment };
  await does({ as: patient, name: 'patient:SetProfile', command, transient: sealed.transient, endorsers });
  const profile = { displayName: 'Ward 3', field: 'Cardiology' };
  for (const as of [physician, researcher]) {
    await does({ as, name: `${as.role}:SetProfile`, command: { profile }, endorsers: [as.mspId, 'CentreMSP'] });
  }
}

async function record(one: RecordCase, does: Does): Promise<void> {
  const { patient, physician, dispenser } = PEOPLE;
  await does(one.openCall());
  await does(one.on('Assign', physician, { person: PEOPLE.colleague.id }));
  for (const section of ['base', 'examination', 'treatment', 'cost'] as const) {
    await does(one.versionCall(section, 1));
  }
  const grant = await does<{ id: string }>(one.giveCall({ right: 'write' }));
  await does(one.versionCall('treatment', 2, dispenser, { basis: 'grant', grant: grant.id }));
  await does(one.wrapsCall('treatment', [{ version: 1, recipients: [wrapFor(encryptionKeyOf(patient.id))] }]));
  await does(one.receiptCall(patient, { ticketHash: '0'.repeat(64) }));
  await does(one.breakGlassCall(dispenser));
  const emergency = await does<{ id: string }>(one.breakGlassCall(dispenser));
  const released = [{ section: 'treatment', version: 1, wrap: wrapFor(encryptionKeyOf(dispenser.id)) }];
  const wraps = { wraps: JSON.stringify(released) };
  await does(one.on('ReleaseKeys', RECORD_PEOPLE.centreCustodian, { emergency: emergency.id }, wraps));
  await does(one.on('Review', PEOPLE.centreAuditor, { emergency: emergency.id, verdict: 'justified' }));
  const research = await does<{ id: string }>(one.giveCall({ grantee: 'researchers', purpose: 'research' }));
  const summary = { title: 'Slow healing', text: 'After a fracture.', conditions: ['S52.5'], ageBand: '50-59' };
  const subject = { subjectSalt: one.subjectSalt };
  await does(one.on('Publish', physician, { grant: research.id, summary }, subject));
  await does(one.on('Hold', PEOPLE.hospitalAuditor, { reasonCode: 'COURT_ORDER' }));
  await does(one.on('LiftHold', PEOPLE.hospitalAuditor, { reasonCode: 'COURT_ORDER' }));
  await does(one.call('patient', 'Erase', patient, { case: one.id, scope: 'cost' }, subject));
  await does(one.on('ConfirmErasure', PEOPLE.hospitalSteward, { scope: 'cost' }, { holdings: '[]' }));
}
