import type { X509Certificate } from 'node:crypto';

import {
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  X509Certificate as Read,
  X509Crl,
} from '@peculiar/x509';

/** A request with a key of one's own. */
export interface OwnRequest {
  readonly csr: string;
  readonly privateKeyPem: string;
  readonly publicKey: Buffer;
}

/** A certificate request for `name` (`CN=...`), made without the client library. */
export async function requestFor(name: string, hosts: readonly string[] = []): Promise<OwnRequest> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name,
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions:
      hosts.length > 0 ? [new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns', value })))] : [],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    csr: `${request.toString('pem')}\n`,
    privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`,
    publicKey: Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey)),
  };
}

/** The attributes that a certificate carries; nothing where it carries none. */
export function attributesIn(certificate: X509Certificate): Record<string, string> | undefined {
  const found = new Read(certificate.raw).getExtension('1.2.3.4.5.6.7.8.1');
  return found
    ? (JSON.parse(Buffer.from(found.value).toString()) as { attrs: Record<string, string> }).attrs
    : undefined;
}

/** The values of one part of the subject, `CN` or `OU`, sorted. */
export const subjectOf = (certificate: X509Certificate, part: string): string[] =>
  [...new Read(certificate.raw).subjectName.getField(part)].sort();

/** The names that an authority's certificates are found by: serial and authority key, hexadecimal. */
export function namesOf(certificate: X509Certificate): { serial: string; aki: string } {
  const key = new Read(certificate.raw).getExtension('2.5.29.35');
  return {
    serial: certificate.serialNumber.toLowerCase(),
    aki: Buffer.from(key!.value).subarray(-20).toString('hex'),
  };
}

/** A serial number as authorities answer with it: without leading zeros. */
export const serialOf = (certificate: X509Certificate): string => namesOf(certificate).serial.replace(/^0+/, '');

/** The serial numbers of a revocation list, PEM, without leading zeros. */
export const revokedIn = (pem: string): string[] =>
  readCrl(pem).entries.map(({ serialNumber }) => serialNumber.replace(/^0+/, ''));

/** A revocation list from PEM; the library knows the block by another name. */
export const readCrl = (pem: string): X509Crl =>
  new X509Crl(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64'));
