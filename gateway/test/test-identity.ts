import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ROLE_ATTRIBUTE } from '@rxledger/chaincode/api';
import type { IdentityMaterial } from '../src/identity/person-identity';

const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
};
const oid = (...bytes: number[]): Buffer => der(0x06, Buffer.from(bytes));
const ECDSA_SHA256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const nameOf = (commonName: string): Buffer =>
  der(0x30, der(0x31, der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(commonName)))));
const time = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const ATTRIBUTES = oid(0x2a, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x01);

interface Wish {
  readonly mspId?: string;
  readonly enrolmentId?: string;
  readonly role?: string;
  readonly validFrom?: Date;
  readonly validUntil?: Date;
  readonly curve?: string;
}

/** A self-signed certificate with the attributes a Fabric CA writes, and its key: for tests without a CA. */
export function testIdentity(wish: Wish = {}): IdentityMaterial {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: wish.curve ?? 'prime256v1' });
  const certificate = certificateOf(publicKey, privateKey, wish);
  return {
    mspId: wish.mspId ?? 'HospitalMSP',
    certificate,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function certificateOf(publicKey: KeyObject, privateKey: KeyObject, wish: Wish): string {
  const { validFrom = new Date(Date.now() - 60_000), validUntil = new Date(Date.now() + 3_600_000) } = wish;
  const name = nameOf(wish.enrolmentId ?? 'physician-1');
  const attributes = Buffer.from(
    JSON.stringify({ attrs: wish.role === undefined ? {} : { [ROLE_ATTRIBUTE]: wish.role } }),
  );
  const content = der(
    0x30,
    der(0xa0, Buffer.from([0x02, 0x01, 0x02])),
    Buffer.from([0x02, 0x01, 0x01]),
    ECDSA_SHA256,
    name,
    der(0x30, time(validFrom), time(validUntil)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, der(0x30, ATTRIBUTES, der(0x04, attributes)))),
  );
  const signature = createSign('sha256').update(content).sign(privateKey);
  const bytes = der(0x30, content, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}
