import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';

import { bitString, children, contextTag, der, integer, oid, readDer, sequence, time } from './der';
import {
  alternativeNamesExtension,
  attributesExtension,
  authorityKeyExtension,
  subjectKeyExtension,
  usageExtensions,
  type CertificateProfile,
} from './extensions';
import { nameToDer, type DistinguishedName } from './name';

/** What is certified, before it is signed. */
export interface CertificateContent {
  readonly subject: DistinguishedName;
  /** The subject's public key as SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  readonly profile: CertificateProfile;
  /** How many authorities may stand below this one; for the profile `ca` alone. */
  readonly pathLength?: number;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly alternativeNames?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Who signs: its name as it stands in its own certificate, and its key. */
export interface CertificateSigner {
  readonly name: Buffer;
  readonly keyId: Buffer;
  readonly privateKey: KeyObject;
}

/** ecdsa-with-SHA256, RFC 5758. */
export const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** A certificate, DER, with a serial number of twenty random bytes. */
export function signCertificate(content: CertificateContent, signer: CertificateSigner): Buffer {
  const extensions = [
    ...usageExtensions(content.profile, content.pathLength),
    subjectKeyExtension(keyIdOf(content.publicKey)),
    authorityKeyExtension(signer.keyId),
    ...alternativeNamesExtension(content.alternativeNames ?? []),
    ...attributesExtension(content.attributes),
  ];
  return signed(
    sequence(
      der(contextTag(0), integer(Buffer.from([2]))),
      integer(randomSerial()),
      ECDSA_SHA256,
      signer.name,
      sequence(time(content.notBefore), time(content.notAfter)),
      nameToDer(content.subject),
      content.publicKey,
      der(contextTag(3), sequence(...extensions)),
    ),
    signer.privateKey,
  );
}

/** `body` with its signature, as certificates, requests and revocation lists have it. */
export function signed(body: Buffer, privateKey: KeyObject): Buffer {
  return sequence(body, ECDSA_SHA256, bitString(sign('sha256', body, privateKey)));
}

/** The key's identifier: SHA-1 of the public key's bits (RFC 5280, 4.2.1.2, method 1), twenty bytes. */
export function keyIdOf(subjectPublicKeyInfo: Buffer): Buffer {
  const bits = children(readDer(subjectPublicKeyInfo))[1]?.content.subarray(1) ?? Buffer.alloc(0);
  return createHash('sha1').update(bits).digest();
}

// A first byte between 0x01 and 0x7f makes it twenty bytes in DER too, and never loses leading zeros in hexadecimal.
function randomSerial(): Buffer {
  const serial = randomBytes(20);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return serial;
}
