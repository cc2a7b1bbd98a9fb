import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from './private-file';

/** An identity as it stands in a wallet: both PEM. */
export interface WalletIdentity {
  readonly mspId: string;
  readonly certificate: string;
  readonly privateKey: string;
}

interface IdentityFile {
  readonly credentials: { readonly certificate: string; readonly privateKey: string };
  readonly mspId: string;
  readonly type: 'X.509';
  readonly version: 1;
}

/** A folder of identities in the file format of `fabric-network`'s file system wallet: `<label>.id`, JSON. */
export class Wallet {
  constructor(readonly folder: string) {}

  get(label: string): WalletIdentity | undefined {
    const path = this.#path(label);
    if (!existsSync(path)) return undefined;
    const file = JSON.parse(readFileSync(path, 'utf8')) as IdentityFile;
    return { mspId: file.mspId, ...file.credentials };
  }

  put(label: string, { mspId, certificate, privateKey }: WalletIdentity): void {
    const file: IdentityFile = { credentials: { certificate, privateKey }, mspId, type: 'X.509', version: 1 };
    writePrivate(this.#path(label), JSON.stringify(file));
  }

  labels(): readonly string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.id'))
      .map((name) => name.slice(0, -'.id'.length))
      .sort();
  }

  #path(label: string): string {
    return join(this.folder, `${label}.id`);
  }
}
