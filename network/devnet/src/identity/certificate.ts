import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { BoundedCache } from '../wire/bounded-cache';
import {
  derChildren,
  readObjectIdentifier,
  readSingleDer,
  readTime,
  tag,
  writeDer,
  type DerElement,
} from '../wire/der';
import { WireError } from '../wire/errors';
import { sha256 } from '../wire/hashes';
import { isLowS, toLowS, type Curve } from '../wire/signature';
import { readExtensions, type CertificateExtensions } from './certificate-extensions';

/** An X.509 certificate, read once and kept as plain values. Names are compared as the bytes they came in. */
export interface Certificate {
  readonly der: Buffer;
  /** The part the issuer signed. */
  readonly tbs: Buffer;
  /** SHA-256 of the signed part: the same certificate whether its signature has a high S or a low one. */
  readonly fingerprint: string;
  readonly signature: Buffer;
  readonly digest: string | undefined;
  /** Content of the serial number's INTEGER. */
  readonly serial: Buffer;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly commonName: string;
  readonly organisationalUnits: readonly string[];
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: KeyObject;
  /** Absent where the key is not ECDSA on a known curve. */
  readonly curve: Curve | undefined;
  readonly extensions: CertificateExtensions;
}

/** Hash functions of the ECDSA signature algorithms in use. */
const digests: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/** Name of the hash an `AlgorithmIdentifier` calls for; undefined where it is not ECDSA. */
export const signatureDigest = (algorithm: DerElement | undefined): string | undefined => {
  const [identifier] = algorithm ? derChildren(algorithm.content) : [];
  return identifier ? digests[readObjectIdentifier(identifier.content)] : undefined;
};

const nameAttributes = (name: Buffer): { type: string; value: string }[] =>
  derChildren(readSingleDer(name, tag.sequence, 'certificate name').content).flatMap((relative) =>
    derChildren(relative.content).map((pair) => {
      const [type, value] = derChildren(pair.content);
      if (!type || !value) throw new WireError('certificate name: attribute without value');
      return { type: readObjectIdentifier(type.content), value: value.content.toString('utf8') };
    }),
  );

const curveOf = (key: KeyObject): Curve | undefined => {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  return curve === 'prime256v1' || curve === 'secp384r1' ? curve : undefined;
};

const readPublicKey = (spki: Buffer): KeyObject => {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    throw new WireError('certificate: public key cannot be read');
  }
};

const required = (element: DerElement | undefined): DerElement => {
  if (!element) throw new WireError('certificate: field is missing');
  return element;
};

const parse = (der: Buffer): Certificate => {
  const [tbs, algorithm, signature] = derChildren(readSingleDer(der, tag.sequence, 'certificate').content);
  const fields = derChildren(required(tbs).content);
  // The version is optional, [0] where it stands.
  const at = fields[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer, validity, subject, spki, ...rest] = fields.slice(at);
  const [notBefore, notAfter] = derChildren(required(validity).content);
  const subjectRaw = required(subject).raw;
  const attributes = nameAttributes(subjectRaw);
  const publicKey = readPublicKey(required(spki).raw);
  return {
    der,
    tbs: required(tbs).raw,
    fingerprint: sha256(required(tbs).raw).toString('hex'),
    signature: required(signature).content.subarray(1),
    digest: signatureDigest(algorithm),
    serial: required(serial).content,
    issuer: required(issuer).raw,
    subject: subjectRaw,
    commonName: attributes.find(({ type }) => type === '2.5.4.3')?.value ?? '',
    organisationalUnits: attributes.filter(({ type }) => type === '2.5.4.11').map(({ value }) => value),
    notBefore: readTime(required(notBefore)),
    notAfter: readTime(required(notAfter)),
    publicKey,
    curve: curveOf(publicKey),
    extensions: readExtensions(rest.find((field) => field.tag === 0xa3)),
  };
};

/** Parsing with its key costs a tenth of a millisecond; the same few hundred certificates come back all day. */
const parsed = new BoundedCache<string, Certificate>(4096);

/**
 * Reads a certificate's DER. What was read before is given again.
 * @throws WireError
 */
export const readCertificate = (der: Buffer): Certificate =>
  parsed.getOrCreate(der.toString('latin1'), () => parse(Buffer.from(der)));

/** True when `issuer`'s key made the certificate's signature; its S may be high, as OpenSSL writes it. */
export const isSignedBy = (certificate: Certificate, issuer: Certificate): boolean =>
  verifies(issuer, certificate.digest, certificate.tbs, certificate.signature);

/** True when `signer`'s key made `signature` over `message`, whichever half S lies in. */
export const verifies = (
  signer: Certificate,
  digest: string | undefined,
  message: Buffer,
  signature: Buffer,
): boolean => {
  if (!digest || signer.publicKey.asymmetricKeyType !== 'ec') return false;
  try {
    return verify(digest, message, signer.publicKey, signature);
  } catch {
    return false;
  }
};

/** The certificate as Fabric keeps it: with its issuer's signature brought to a low S. */
export const canonicalDer = (certificate: Certificate, issuer: Certificate): Buffer => {
  if (!certificate.digest || !issuer.curve || isLowS(certificate.signature, issuer.curve)) return certificate.der;
  const [tbs, algorithm] = derChildren(readSingleDer(certificate.der, tag.sequence, 'certificate').content);
  const signature = writeDer(tag.bitString, Buffer.from([0]), toLowS(certificate.signature, issuer.curve));
  return writeDer(tag.sequence, required(tbs).raw, required(algorithm).raw, signature);
};
