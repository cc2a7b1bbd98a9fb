import type { RegistryDatabase } from './database';

/** A certificate the authority issued. Serial and key identifier are hexadecimal without leading zeros, as Fabric CA keeps them. */
export interface IssuedCertificate {
  readonly serial: string;
  /** The key identifier of the authority that signed it. */
  readonly aki: string;
  /** Who it was issued to. */
  readonly id: string;
  readonly pem: string;
  readonly expiresAt: Date;
  readonly revokedAt?: Date;
  /** The reason's number, RFC 5280, 5.3.1. */
  readonly reason: number;
}

/** Which certificates are wanted; times include their ends unless said otherwise. */
export interface CertificateFilter {
  readonly id?: string | undefined;
  readonly serial?: string | undefined;
  readonly aki?: string | undefined;
  readonly expiresFrom?: Date | undefined;
  readonly expiresTo?: Date | undefined;
  readonly revokedFrom?: Date | undefined;
  readonly revokedTo?: Date | undefined;
  /** True: revoked ones alone; false: none of them. */
  readonly isRevoked?: boolean | undefined;
}

/** The certificates of an authority. */
export interface Certificates {
  insert(certificate: Omit<IssuedCertificate, 'revokedAt' | 'reason'>): void;
  find(serial: string, aki: string): IssuedCertificate | undefined;
  list(filter: CertificateFilter): IssuedCertificate[];
  revoke(serial: string, aki: string, reason: number, at: Date): void;
  /** Revokes what `id` has and answers with what was not revoked before. */
  revokeAllOf(id: string, reason: number, at: Date): IssuedCertificate[];
}

interface CertificateRow {
  serial: string;
  aki: string;
  id: string;
  pem: string;
  expires_at: number;
  revoked_at: number | null;
  reason: number;
}

/** The table of certificates in an open registry. */
export function createCertificates(database: RegistryDatabase): Certificates {
  const insert = database.prepare('INSERT INTO certificates (serial, aki, id, pem, expires_at) VALUES (?, ?, ?, ?, ?)');
  const find = database.prepare('SELECT * FROM certificates WHERE serial = ? AND aki = ?');
  const revoke = database.prepare('UPDATE certificates SET revoked_at = ?, reason = ? WHERE serial = ? AND aki = ?');
  const list = (filter: CertificateFilter): IssuedCertificate[] => {
    const { where, values } = conditions(filter);
    const rows = database.prepare(`SELECT * FROM certificates WHERE ${where} ORDER BY rowid`).all(...values);
    return (rows as CertificateRow[]).map(certificateOf);
  };
  return {
    insert: ({ serial, aki, id, pem, expiresAt }) => void insert.run(serial, aki, id, pem, expiresAt.getTime()),
    find: (serial, aki) => {
      const row = find.get(serial, aki) as CertificateRow | undefined;
      return row && certificateOf(row);
    },
    list,
    revoke: (serial, aki, reason, at) => void revoke.run(at.getTime(), reason, serial, aki),
    revokeAllOf: (id, reason, at) => {
      const standing = list({ id, isRevoked: false });
      for (const { serial, aki } of standing) revoke.run(at.getTime(), reason, serial, aki);
      return standing;
    },
  };
}

function conditions(filter: CertificateFilter): { where: string; values: (string | number)[] } {
  const parts: [condition: string, value: string | number | undefined][] = [
    ['id = ?', filter.id],
    ['serial = ?', filter.serial],
    ['aki = ?', filter.aki],
    ['expires_at >= ?', filter.expiresFrom?.getTime()],
    ['expires_at <= ?', filter.expiresTo?.getTime()],
    ['revoked_at >= ?', filter.revokedFrom?.getTime()],
    ['revoked_at <= ?', filter.revokedTo?.getTime()],
    ['(revoked_at IS NOT NULL) = ?', filter.isRevoked === undefined ? undefined : Number(filter.isRevoked)],
  ];
  const given = parts.filter((part): part is [string, string | number] => part[1] !== undefined);
  return {
    where: ['1', ...given.map(([condition]) => condition)].join(' AND '),
    values: given.map(([, value]) => value),
  };
}

const certificateOf = (row: CertificateRow): IssuedCertificate => ({
  serial: row.serial,
  aki: row.aki,
  id: row.id,
  pem: row.pem,
  expiresAt: new Date(row.expires_at),
  ...(row.revoked_at === null ? {} : { revokedAt: new Date(row.revoked_at) }),
  reason: row.reason,
});
