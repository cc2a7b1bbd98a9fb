import type { OrganisationKind } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';

/**
 * The member of a kind, where there is exactly one: a caller need not name what leaves no choice.
 * @throws Problem INPUT_INVALID with the path of the field to fill in, where there are several or none
 */
export function onlyMember(
  members: readonly { readonly mspId: string; readonly kind: string }[],
  kind: OrganisationKind,
  path: string,
): string {
  const found = members.filter((member) => member.kind === kind);
  if (found.length === 1) return found[0]!.mspId;
  throw new Problem('INPUT_INVALID', { faults: [{ path, rule: 'required' }] });
}
