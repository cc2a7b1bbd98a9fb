import type { Envelope, PatientProfileAnswer, PatientProfileView, SetPatientProfileCommand } from '../../api';
import { ownerOfKey } from '../../api';
import { checkClock } from '../../domain/admission';
import { refuse, refuseInput } from '../../domain/refusal';
import { PATIENT_INPUT } from '../../domain/validation/patient-input';
import { privateKeys } from '../../store/keys';
import { keepPrivate, readPrivate } from '../../store/private-data';
import { findProfile, saveProfile } from '../../store/profiles';
import { readEnvelope } from '../../store/record-transient';
import type { Query, Transaction } from '../invocation';

/** What a patient says of themselves, encrypted for themselves, kept by the organisation that enrolled them. */
export const setProfileTransaction: Transaction<SetPatientProfileCommand> = {
  contract: 'patient',
  name: 'SetProfile',
  form: PATIENT_INPUT.SetProfile,
  roles: ['patient'],
  async run({ stub, command, caller, now }) {
    const before = await findProfile<PatientProfileView>(stub, caller.id);
    const version = (before?.version ?? 0) + 1;
    if (command.version !== version) refuse('CASE_VERSION_STALE', { version: version - 1 });
    if (before !== undefined) checkClock(before, now);
    const binding = { purpose: 'profile', subject: caller.id, version } as const;
    const { sealed, recipients } = readEnvelope(stub, command.commitment, binding);
    if (!recipients.every(({ header: { kid } }) => ownerOfKey(kid) === caller.id)) {
      refuseInput('/envelope/recipients', 'recipient');
    }
    const content: Envelope = { ...sealed.content, recipients };
    await keepPrivate(stub, [caller.mspId], privateKeys.profile(stub, caller.id), { content, salt: sealed.salt });
    const profile: PatientProfileView = { version, commitment: command.commitment, updatedAt: now };
    await saveProfile(stub, caller.id, profile);
    return { result: profile, event: { subject: caller.id, to: 'set', version, parties: [caller.mspId] } };
  },
};

export const profileQuery: Query<object> = {
  form: PATIENT_INPUT.nothing,
  roles: ['patient'],
  async run({ stub, caller }): Promise<PatientProfileAnswer> {
    const profile = (await findProfile<PatientProfileView>(stub, caller.id)) ?? refuse('PROFILE_NOT_FOUND');
    const key = privateKeys.profile(stub, caller.id);
    const kept = (await readPrivate<Envelope>(stub, caller.mspId, key)) ?? refuse('CASE_PRIVATE_ELSEWHERE');
    return { ...profile, envelope: kept.content, salt: kept.salt };
  },
};
