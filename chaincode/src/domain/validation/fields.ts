import { PATTERNS } from '../../api';
import { matching, optional, whole } from './schema';

const identifier = (name: keyof typeof PATTERNS) => matching(PATTERNS[name], name);

/** Checks of the identifiers of `PATTERNS`, each under its own name as rule. */
export const prescriptionId = identifier('prescriptionId');
export const commandId = identifier('commandId');
export const enrolmentId = identifier('enrolmentId');
export const mspId = identifier('mspId');
export const actorId = identifier('actorId');
export const digest = identifier('digest');
export const salt = identifier('salt');
export const redemptionCode = identifier('redemptionCode');
export const reasonCode = identifier('reasonCode');
export const atc = identifier('atc');

/** Milliseconds since the epoch. */
export const instant = whole(0, 8_640_000_000_000_000);
/** The version a command expects its object to have. */
export const version = optional(whole(1, Number.MAX_SAFE_INTEGER));

/** What every command on a prescription has. */
export const prescriptionCommand = { commandId, id: prescriptionId, expectedVersion: version } as const;
