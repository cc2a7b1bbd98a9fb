import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import type { KeyPair } from './issuer';

/** Keys and certificates in a folder, by name; the keys readable by this user alone. */
export interface KeyStore {
  /** Nothing where the store has no such pair. */
  read(name: string): KeyPair | undefined;
  /** On the disk when the call returns. */
  write(name: string, pair: KeyPair): void;
  names(): readonly string[];
}

const extension = '.pem';
const fileName = (name: string): string => name.replaceAll(/[^\w.-]/g, '_');

/** A store in `directory`, or one that forgets where none is named. */
export function openKeyStore(directory?: string): KeyStore {
  if (!directory) return createForgetfulStore();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (name: string) => join(directory, `${fileName(name)}${extension}`);
  return {
    read: (name) => (existsSync(pathOf(name)) ? split(readFileSync(pathOf(name), 'utf8')) : undefined),
    write: (name, pair) => replaceFile(pathOf(name), `${pair.privateKeyPem}${pair.certificatePem}`),
    names: () =>
      readdirSync(directory)
        .filter((name) => name.endsWith(extension))
        .map((name) => name.slice(0, -extension.length)),
  };
}

function createForgetfulStore(): KeyStore {
  const pairs = new Map<string, KeyPair>();
  return {
    read: (name) => pairs.get(fileName(name)),
    write: (name, { certificatePem, privateKeyPem }) =>
      void pairs.set(fileName(name), { certificatePem, privateKeyPem }),
    names: () => [...pairs.keys()],
  };
}

function split(text: string): KeyPair | undefined {
  const start = text.indexOf('-----BEGIN CERTIFICATE-----');
  return start > 0 ? { privateKeyPem: text.slice(0, start), certificatePem: text.slice(start) } : undefined;
}

// Key and certificate are one file, renamed into place: after a crash there are both or neither.
function replaceFile(path: string, text: string): void {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}
