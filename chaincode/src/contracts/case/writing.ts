import type { ActorId, AddVersionCommand, AddWrapsCommand, CaseView, GrantView, Section } from '../../api';
import { RECORD_ROLES } from '../../domain/access-matrix';
import { checkClock } from '../../domain/admission';
import { addVersion, checkOpen } from '../../domain/case';
import { checkCovers, checkLive } from '../../domain/consent';
import { checkComplete, checkWithin, organisationKeysOf, type Circle } from '../../domain/recipients';
import { refuse, refuseInput } from '../../domain/refusal';
import { CASE_INPUT } from '../../domain/validation/case-input';
import { requireKept } from '../../store/case-erasures';
import { findSection, readCase, saveVersion } from '../../store/cases';
import { requireActive } from '../../store/encryption-keys';
import { keepWraps } from '../../store/envelopes';
import { readGrant } from '../../store/grants';
import { privateKeys } from '../../store/keys';
import { keepPrivate } from '../../store/private-data';
import { proveSubject, readEnvelope, readPatient, readVersionWraps } from '../../store/record-transient';
import type { Transaction } from '../invocation';
import { checkGround, provePatient, type Claim, type Ground, type Standing } from './ground';
import { CASE, caseOutcome } from './outcome';

/** The patient of a case, as the ground says it, or as the hospital names and proves it. */
const patientOf = (standing: Standing, head: CaseView, claim: Claim, ground: Ground): ActorId =>
  provePatient(standing, head, claim, ground) ?? proveSubject(standing.stub, head, readPatient(standing.stub)).content;

/** Live grants to read a section of this case, given by its patient: their grantees may have a wrap. */
async function readersOf(
  { stub, now }: Standing,
  head: CaseView,
  section: Section,
  patient: ActorId,
  ids: readonly string[],
): Promise<readonly GrantView[]> {
  const grants: GrantView[] = [];
  for (const id of ids) {
    const grant = await readGrant(stub, id);
    if (grant.patient !== patient) refuse('CONSENT_CASE');
    checkLive(grant, now);
    checkCovers(grant, { case: head.id, sections: [section], right: 'read', purpose: grant.purpose });
    grants.push(grant);
  }
  return grants;
}

async function circleOf(
  standing: Standing,
  head: CaseView,
  { section, recipients = [] }: { readonly section: Section; readonly recipients?: readonly string[] },
  claim: Claim,
  ground: Ground,
): Promise<Circle> {
  const patient = patientOf(standing, head, claim, ground);
  const { caller } = standing;
  return {
    section,
    hospital: head.hospital,
    patient,
    grants: await readersOf(standing, head, section, patient, recipients),
    authors: claim.basis === 'grant' ? [caller.id, caller.mspId] : [],
  };
}

export const addVersionTransaction: Transaction<AddVersionCommand> = {
  contract: CASE,
  name: 'AddVersion',
  form: CASE_INPUT.AddVersion,
  roles: RECORD_ROLES,
  async run({ stub, command, caller, now }) {
    const { section, version } = command;
    const standing = { stub, caller, now };
    const head = await readCase(stub, command.case);
    const claim = { ...command, sections: [section] };
    const ground = await checkGround(standing, head, claim, 'write');
    checkOpen(head);
    await requireKept(stub, head.id, [section]);
    const latest = await findSection(stub, head.id, section);
    if (latest !== undefined) checkClock(latest, now);
    const binding = { purpose: 'section', subject: head.id, section, version } as const;
    const { sealed, recipients } = readEnvelope(stub, command.commitment, binding);
    const view = addVersion(command, latest, sealed.content, caller, now);
    const circle = await circleOf(standing, head, command, claim, ground);
    checkWithin(circle, recipients, '/envelope/recipients');
    checkComplete(circle, recipients, '/envelope/recipients');
    await requireActive(stub, organisationKeysOf(recipients), '/envelope/recipients');
    // Who writes by consent keeps what was written, and can show it without the hospital.
    const holder = command.basis === 'grant' && caller.role !== 'patient' ? caller.mspId : undefined;
    const holders = [...new Set([head.hospital, ...(holder === undefined ? [] : [holder])])];
    await keepPrivate(stub, holders, privateKeys.envelope(stub, head.id, section, version), sealed);
    await keepWraps(stub, holders, { case: head.id, section, version }, recipients);
    await saveVersion(stub, head, view, holder === head.hospital ? undefined : holder);
    return caseOutcome(head, caller, section, view, { version, commitment: command.commitment });
  },
};

/** More keys for versions that are there: a patient's new key, a grantee's, the hospital's next one. */
export const addWrapsTransaction: Transaction<AddWrapsCommand> = {
  contract: CASE,
  name: 'AddWraps',
  form: CASE_INPUT.AddWraps,
  roles: ['patient', 'physician', 'clerk'],
  async run({ stub, command, caller, now }) {
    const { section } = command;
    const standing = { stub, caller, now };
    const head = await readCase(stub, command.case);
    const purpose = command.basis === 'own' ? 'personal' : 'care';
    const claim = { basis: command.basis, purpose, sections: [section] } as const;
    if (command.basis === 'own' && caller.role !== 'patient') refuse('ACCESS_BASIS');
    const ground = await checkGround(standing, head, claim, 'read');
    await requireKept(stub, head.id, [section]);
    const latest = (await findSection(stub, head.id, section)) ?? refuse('CASE_SECTION_EMPTY');
    const circle = await circleOf(standing, head, command, claim, ground);
    const added = readVersionWraps(stub);
    for (const [index, { version, recipients }] of added.entries()) {
      const path = `/wraps/${index}`;
      if (version > latest.version) refuse('CASE_SECTION_EMPTY', { version: latest.version });
      if (added.findIndex((entry) => entry.version === version) !== index) refuseInput(`${path}/version`, 'once');
      checkWithin(circle, recipients, `${path}/recipients`);
      await requireActive(stub, organisationKeysOf(recipients), `${path}/recipients`);
      await keepWraps(stub, [head.hospital], { case: head.id, section, version }, recipients);
    }
    return caseOutcome(head, caller, section, { case: head.id, section, versions: added.length });
  },
};
