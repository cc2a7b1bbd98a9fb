import { PATTERNS, type ActorId } from '@rxledger/chaincode/api';
import { pattern } from './shapes';

export const PrescriptionId = pattern(PATTERNS.prescriptionId, {
  description: 'Prescription id: 26 characters of Crockford base 32; a further fill of a series adds its number',
  examples: ['4z8k2m6p0q1r3s5t7v9w1x3y5z'],
});

export const EnrolmentId = pattern(PATTERNS.enrolmentId, {
  description: 'Enrolment id of a person within one organisation; opaque, never a name',
  examples: ['p-7f3k'],
});

export const MspId = pattern(PATTERNS.mspId, {
  description: 'MSP id of a member organisation',
  examples: ['PharmacyMSP'],
});

export const Actor = pattern<ActorId>(PATTERNS.actorId, {
  description: 'A person: `<MSP id>:<enrolment id>`',
  examples: ['HospitalMSP:d-204c'],
});

export const Digest = pattern(PATTERNS.digest, {
  description: 'SHA-256 or HMAC-SHA-256, lower-case hex',
});

export const RedemptionCode = pattern(PATTERNS.redemptionCode, {
  description: 'The redemption code the patient carries. Send it in a body, never in an address',
  examples: ['0a1b2c3d4e5f6g7h8j9kambncp'],
});

export const ReasonCode = pattern(PATTERNS.reasonCode, {
  description: 'Reason code, upper case',
  examples: ['PRESCRIBING_ERROR'],
});

export const Atc = pattern(PATTERNS.atc, {
  description: 'ATC code, or a prefix of one',
  examples: ['J01CA04'],
});

const record = (what: string) =>
  pattern(PATTERNS.recordId, {
    description: `${what}: 26 characters of Crockford base 32`,
    examples: ['4z8k2m6p0q1r3s5t7v9w1x3y5z'],
  });

export const CaseId = record('Case id');
export const GrantId = record('Id of a consent');
export const ReceiptId = record('Id of a receipt: a line of the access log');
export const EmergencyId = record('Emergency id');

export const KeyId = pattern(PATTERNS.keyId, {
  description: 'Encryption key: `<owner>/<use>/<version>`',
  examples: ['HospitalMSP:p-7f3k/encryption/1'],
});

export const Salt = pattern(PATTERNS.salt, { description: '32 random bytes, lower-case hex' });

/** A person (actor id) or an organisation (MSP id). */
export const Owner = pattern('^[A-Za-z][A-Za-z0-9.-]{1,62}(:[a-z0-9][a-z0-9-]{1,62})?$', {
  description: 'A person (`<MSP id>:<enrolment id>`) or an organisation (MSP id)',
  examples: ['PharmacyMSP:x-19c4'],
});
