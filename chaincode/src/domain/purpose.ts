import type { Basis, Purpose } from '../api';
import { refuseInput } from './refusal';

/** What may be read or written for on a ground; a grant says it itself. */
const PURPOSES_OF: Readonly<Record<Exclude<Basis, 'grant'>, readonly Purpose[]>> = {
  own: ['personal'],
  treating: ['care', 'payment'],
  emergency: ['emergency'],
};

/** @throws Refusal INPUT_INVALID if the ground does not go with the purpose */
export function checkPurpose(basis: Basis, purpose: Purpose): void {
  if (basis !== 'grant' && !PURPOSES_OF[basis].includes(purpose)) refuseInput('/purpose', 'purpose-of-basis');
}
