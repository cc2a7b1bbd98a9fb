import type { RegisteredIdentity } from '../registry/identities';
import { viewOf, type IdentityView } from './identities';

/** An affiliation with what stands below it. */
export interface AffiliationView {
  readonly name: string;
  readonly affiliations?: readonly AffiliationView[];
  readonly identities?: readonly IdentityView[];
}

/** The affiliations as trees, each with those of `members` that belong to it. */
export function affiliationTree(
  names: readonly string[],
  members: readonly RegisteredIdentity[] = [],
): AffiliationView[] {
  const viewOfName = (name: string): AffiliationView => {
    const below = names.filter((each) => parentOf(each) === name).map(viewOfName);
    const own = members.filter((each) => each.affiliation === name).map(viewOf);
    return {
      name,
      ...(below.length > 0 ? { affiliations: below } : {}),
      ...(own.length > 0 ? { identities: own } : {}),
    };
  };
  return names.filter((name) => !names.includes(parentOf(name))).map(viewOfName);
}

const parentOf = (name: string): string => name.split('.').slice(0, -1).join('.');
