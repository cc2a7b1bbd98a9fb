import { CA_CODE, CaError, notFound, unauthorised } from '../ca-error';
import type { Registry } from '../registry';
import type { RegisteredIdentity } from '../registry/identities';
import { HF } from './attribute-names';
import { changeAttributes } from './attributes';

/** What is to be renamed, and what the one who asks may do. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly isForced: boolean;
  readonly isRegistrar: boolean;
}

/** Renames an affiliation with those below it and gives the identities that moved. @throws CaError and changes nothing. */
export function renameAffiliation(
  registry: Registry,
  { from, to, isForced, isRegistrar }: Renaming,
): RegisteredIdentity[] {
  const { affiliations, identities } = registry;
  if (!affiliations.has(from)) throw notFound('affiliation');
  if (affiliations.has(to)) {
    throw new CaError(409, CA_CODE.modifyAffiliation, `Affiliation '${to}' already exists`);
  }
  const moving = identities.below(from);
  if (moving.length > 0 && !isRegistrar) throw unauthorised('identities are affected, and the caller is no registrar');
  if (moving.length > 0 && !isForced) throw hasMembers(from, moving);
  const renamed = (name: string) => `${to}${name.slice(from.length)}`;
  return registry.transaction(() => {
    for (const name of affiliations.below(from)) affiliations.rename(name, renamed(name));
    return moving.map((identity) => {
      const affiliation = renamed(identity.affiliation);
      const attributes = changeAttributes(identity.attributes, [
        { name: HF.affiliation, value: affiliation, ecert: true },
      ]);
      const moved = { ...identity, affiliation, attributes };
      identities.update(moved);
      return moved;
    });
  });
}

function hasMembers(name: string, members: readonly RegisteredIdentity[]): CaError {
  const ids = members.map(({ id }) => id).join(',');
  return new CaError(
    400,
    CA_CODE.modifyAffiliation,
    `The request to modify affiliation '${name}' has the following identities associated: ${ids}. Need to use 'force' to remove identities and affiliation`,
  );
}
