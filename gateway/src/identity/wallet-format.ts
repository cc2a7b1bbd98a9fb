import { X509Certificate } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeWhole } from './atomic-file';
import { IdentityError } from './identity-error';
import type { IdentityStore } from './identity-store';
import type { IdentityMaterial } from './person-identity';

/** An identity as `fabric-network`'s file system wallet keeps it, in the clear: `<label>.id`. */
interface WalletFile {
  readonly type: 'X.509';
  readonly version: 1;
  readonly mspId: string;
  readonly credentials: { readonly certificate: string; readonly privateKey: string };
}

/** Reads one identity of a wallet. @throws IdentityError */
export async function readWalletFile(path: string): Promise<IdentityMaterial> {
  const text = await readIfThere(path);
  if (text === undefined) throw new IdentityError('unreadable', path, 'is not there');
  try {
    const { mspId, credentials, type } = JSON.parse(text) as WalletFile;
    const { certificate, privateKey } = credentials;
    if (type === 'X.509' && [mspId, certificate, privateKey].every((part) => typeof part === 'string')) {
      return { mspId, certificate, privateKey };
    }
  } catch {
    // Said below: the text may hold a key.
  }
  throw new IdentityError('corrupt', path, 'is not an X.509 identity of a wallet');
}

export interface Imported {
  readonly imported: readonly string[];
  /** Labels left out, each with why: known already, of another organisation, or not usable. */
  readonly skipped: readonly { readonly label: string; readonly reason: string }[];
}

/** Imports every identity of a wallet that the store does not have yet, or has with an older certificate. */
export async function importWallet(store: IdentityStore, directory: string): Promise<Imported> {
  const imported: string[] = [];
  const skipped: { label: string; reason: string }[] = [];
  for (const label of await labels(directory)) {
    try {
      const material = await readWalletFile(join(directory, `${label}.id`));
      if (await isKnown(store, label, material)) {
        skipped.push({ label, reason: 'known' });
        continue;
      }
      await store.put(label, material);
      imported.push(label);
    } catch (error) {
      if (!(error instanceof IdentityError) || error.kind === 'unwritable') throw error;
      skipped.push({ label, reason: error.kind });
    }
  }
  return { imported, skipped };
}

/** Whether the store has this person already, with a certificate that is as young. */
async function isKnown(store: IdentityStore, label: string, { certificate }: IdentityMaterial): Promise<boolean> {
  const known = await store.get(label);
  if (known === undefined) return false;
  if (known.certificate === certificate) return true;
  return begins(known.certificate) >= begins(certificate);
}

const begins = (certificate: string): number => Date.parse(new X509Certificate(certificate).validFrom);

async function labels(directory: string): Promise<readonly string[]> {
  try {
    const files = await readdir(directory);
    return files.filter((file) => file.endsWith('.id')).map((file) => file.slice(0, -'.id'.length));
  } catch (cause) {
    throw new IdentityError('unreadable', directory, 'the wallet cannot be read', { cause });
  }
}

/** Writes one identity in the wallet's format: in the clear, for its owner alone. @throws IdentityError */
export async function exportToWallet(store: IdentityStore, enrolmentId: string, directory: string): Promise<string> {
  const identity = await store.get(enrolmentId);
  if (identity === undefined) throw new IdentityError('unreadable', store.directory, `holds no ${enrolmentId}`);
  const privateKey = identity.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { certificate, mspId } = identity;
  const file: WalletFile = { credentials: { certificate, privateKey }, mspId, type: 'X.509', version: 1 };
  const path = join(directory, `${enrolmentId}.id`);
  await writeWhole(path, JSON.stringify(file));
  return path;
}
