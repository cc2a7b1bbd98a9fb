import type { RegistryDatabase } from './database';

/** An attribute of an identity; with `ecert` it goes into enrolment certificates unasked. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly ecert?: boolean;
}

/** Somebody who is registered with the authority. */
export interface RegisteredIdentity {
  readonly id: string;
  /** As {@link hashSecret} made it; empty where nobody can enrol with a secret. */
  readonly secret: string;
  /** `client`, `peer`, `orderer`, `admin`, or a type of the organisation's own. */
  readonly type: string;
  /** Dotted path, empty for the root. */
  readonly affiliation: string;
  readonly attributes: readonly Attribute[];
  /** How often the secret may be used; -1 for as often as one likes. */
  readonly maxEnrolments: number;
  readonly enrolments: number;
  readonly failedLogins: number;
  readonly isRevoked: boolean;
}

/** What is written when somebody is registered. */
export type NewIdentity = Omit<RegisteredIdentity, 'enrolments' | 'failedLogins' | 'isRevoked'>;

/** The identities of an authority. */
export interface Identities {
  find(id: string): RegisteredIdentity | undefined;
  /** Those of an affiliation and below it; of all, where it is empty. */
  below(affiliation: string): RegisteredIdentity[];
  /** False where the name is taken. */
  insert(identity: NewIdentity): boolean;
  update(identity: RegisteredIdentity): void;
  remove(id: string): void;
  /** Counts an enrolment; false where the last one allowed has been used meanwhile, or the identity revoked. */
  countEnrolment(id: string): boolean;
  setFailedLogins(id: string, count: number): void;
  revoke(id: string): void;
}

interface IdentityRow {
  id: string;
  secret: string;
  type: string;
  affiliation: string;
  attributes: string;
  max_enrolments: number;
  enrolments: number;
  failed_logins: number;
  revoked: number;
}

/** The table of identities in an open registry. */
export function createIdentities(database: RegistryDatabase): Identities {
  const find = database.prepare('SELECT * FROM identities WHERE id = ?');
  const all = database.prepare('SELECT * FROM identities ORDER BY rowid');
  const insert = database.prepare(
    `INSERT INTO identities (id, secret, type, affiliation, attributes, max_enrolments) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const update = database.prepare(
    'UPDATE identities SET secret = ?, type = ?, affiliation = ?, attributes = ?, max_enrolments = ?, failed_logins = ? WHERE id = ?',
  );
  const remove = database.prepare('DELETE FROM identities WHERE id = ?');
  const count = database.prepare(
    `UPDATE identities SET enrolments = enrolments + 1, failed_logins = 0
     WHERE id = ? AND revoked = 0 AND (max_enrolments = -1 OR enrolments < max_enrolments)`,
  );
  const fail = database.prepare('UPDATE identities SET failed_logins = ? WHERE id = ?');
  const revoke = database.prepare('UPDATE identities SET revoked = 1 WHERE id = ?');
  return {
    find: (id) => identityOf(find.get(id) as IdentityRow | undefined),
    below: (affiliation) =>
      (all.all() as IdentityRow[])
        .map((row) => identityOf(row)!)
        .filter((each) => isBelow(each.affiliation, affiliation)),
    insert: ({ id, secret, type, affiliation, attributes, maxEnrolments }) =>
      insert.run(id, secret, type, affiliation, JSON.stringify(attributes), maxEnrolments).changes === 1,
    update: ({ id, secret, type, affiliation, attributes, maxEnrolments, failedLogins }) => {
      update.run(secret, type, affiliation, JSON.stringify(attributes), maxEnrolments, failedLogins, id);
    },
    remove: (id) => void remove.run(id),
    countEnrolment: (id) => count.run(id).changes === 1,
    setFailedLogins: (id, failures) => void fail.run(failures, id),
    revoke: (id) => void revoke.run(id),
  };
}

/** Whether `affiliation` is `ancestor` or stands below it; everything stands below the root. */
export const isBelow = (affiliation: string, ancestor: string): boolean =>
  ancestor === '' || affiliation === ancestor || affiliation.startsWith(`${ancestor}.`);

function identityOf(row: IdentityRow | undefined): RegisteredIdentity | undefined {
  return (
    row && {
      id: row.id,
      secret: row.secret,
      type: row.type,
      affiliation: row.affiliation,
      attributes: JSON.parse(row.attributes) as Attribute[],
      maxEnrolments: row.max_enrolments,
      enrolments: row.enrolments,
      failedLogins: row.failed_logins,
      isRevoked: row.revoked === 1,
    }
  );
}
