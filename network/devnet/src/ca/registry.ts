import { createAffiliations, type Affiliations } from './registry/affiliations';
import { createCertificates, type Certificates } from './registry/certificates';
import { readContents, type RegistryContents, writeContents } from './registry/contents';
import { openDatabase } from './registry/database';
import { createIdentities, type Identities } from './registry/identities';

/** What a certificate authority knows: who may enrol, what it issued, which affiliations there are. */
export interface Registry {
  readonly identities: Identities;
  readonly certificates: Certificates;
  readonly affiliations: Affiliations;
  /** All that `work` writes, or nothing of it. */
  transaction<T>(work: () => T): T;
  contents(): RegistryContents;
  /** Fills a registry that is empty. */
  fill(contents: RegistryContents): void;
  close(): void;
}

/** Opens a registry: durable in `file`, in memory where none is named. @throws RegistryError where the file cannot be used. */
export function openRegistry(file?: string): Registry {
  const database = openDatabase(file);
  const transaction = <T>(work: () => T): T => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    identities: createIdentities(database),
    certificates: createCertificates(database),
    affiliations: createAffiliations(database),
    transaction,
    contents: () => readContents(database),
    fill: (contents) => transaction(() => writeContents(database, contents)),
    close: () => {
      // What a crash would leave to the next start is brought home now: one file can be copied or checked.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}
