import type { RegistryDatabase } from './database';
import { isBelow } from './identities';

/** The affiliations of an authority: dotted paths, `ward.east`. */
export interface Affiliations {
  has(name: string): boolean;
  /** The affiliation and those below it; all of them for the empty name. */
  below(name: string): string[];
  add(name: string): void;
  remove(name: string): void;
  rename(from: string, to: string): void;
}

/** The table of affiliations in an open registry. */
export function createAffiliations(database: RegistryDatabase): Affiliations {
  const find = database.prepare('SELECT name FROM affiliations WHERE name = ?');
  const all = database.prepare('SELECT name FROM affiliations ORDER BY rowid');
  const add = database.prepare('INSERT INTO affiliations (name) VALUES (?) ON CONFLICT DO NOTHING');
  const remove = database.prepare('DELETE FROM affiliations WHERE name = ?');
  const rename = database.prepare('UPDATE affiliations SET name = ? WHERE name = ?');
  return {
    has: (name) => find.get(name) !== undefined,
    below: (name) => (all.all() as { name: string }[]).map((row) => row.name).filter((each) => isBelow(each, name)),
    add: (name) => void add.run(name),
    remove: (name) => void remove.run(name),
    rename: (from, to) => void rename.run(to, from),
  };
}
