import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Records } from '../records';

/** Is the case the caller's own, as a patient? The ledger does not say whose a case is: its hospital's peer does, to the patient. */
export async function isOwnCase({ ledger }: Pick<Records, 'ledger'>, caller: Caller, id: string): Promise<boolean> {
  try {
    return (await ledger.subject(caller, id)).patient === caller.actor;
  } catch (error) {
    if (error instanceof Problem && (error.code === 'ACCESS_RELATION' || error.code === 'CASE_ERASED')) return false;
    throw error;
  }
}
