import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { readIfThere, readSecret, writeWhole } from '../identity/atomic-file';
import { clientSecretFile, type IssuerConfig } from './issuer-config';

/** What the issuer keeps: a private key (ES256) with its key id, and the secret of its clients. */
export interface IssuerFiles {
  readonly key: JWK & { readonly kid: string };
  readonly clientSecret: string;
}

/** Reads the issuer's files, making those that are not there, readable for their owner alone. */
export async function openIssuerFiles(config: IssuerConfig): Promise<IssuerFiles> {
  await ensure(config.keyFile, async () => JSON.stringify(await newKey()));
  const secretFile = clientSecretFile(config);
  await ensure(secretFile, () => randomBytes(24).toString('base64url'));
  const key = JSON.parse(await readSecret(config.keyFile)) as IssuerFiles['key'];
  return { key, clientSecret: await readSecret(secretFile) };
}

async function ensure(file: string, make: () => string | Promise<string>): Promise<void> {
  if ((await readIfThere(file)) !== undefined) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeWhole(file, `${await make()}\n`);
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}
