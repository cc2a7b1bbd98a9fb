import { createPublicKey, verify } from 'node:crypto';

import { readPemBlocks } from '../../identity/pem';
import { children, contextTag, readDer, readOid, type DerNode } from './der';
import { EXTENSION } from './extensions';
import { nameFromDer, type DistinguishedName } from './name';

/** What somebody asks a certificate for, PKCS #10, its signature verified. */
export interface CertificateRequest {
  readonly subject: DistinguishedName;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** Host names, addresses, e-mail addresses that the request names. */
  readonly alternativeNames: readonly string[];
  /** The request asks for a certificate that may sign others. */
  readonly isAuthority: boolean;
}

/** A certificate request that is none, or whose signature is not its key's. */
export class CertificateRequestError extends Error {
  override readonly name = 'CertificateRequestError';
}

const LABELS: readonly string[] = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

// The digests by the signature algorithms that requests use: ECDSA and RSA with SHA-2.
const DIGESTS: Record<string, string> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

/**
 * Reads a request from PEM.
 * @throws CertificateRequestError where it cannot be read or its signature does not verify.
 */
export function readCertificateRequest(pem: string): CertificateRequest {
  const block = readPemBlocks(pem)[0];
  if (!block || !LABELS.includes(block.label)) throw new CertificateRequestError('CSR Decode failed');
  try {
    const [body, algorithm, signature] = children(readDer(block.bytes));
    const [, subject, publicKey, attributes] = body ? children(body) : [];
    if (!body || !algorithm || !signature || !subject || !publicKey)
      throw new CertificateRequestError('CSR fields are missing');
    checkSignature(body, algorithm, signature, publicKey);
    const extensions = requestedExtensions(attributes);
    return {
      subject: nameFromDer(subject.raw),
      publicKey: publicKey.raw,
      alternativeNames: alternativeNamesOf(extensions.get(EXTENSION.subjectAlternativeName)),
      isAuthority: isAuthority(extensions.get(EXTENSION.basicConstraints)),
    };
  } catch (error) {
    if (error instanceof CertificateRequestError) throw error;
    throw new CertificateRequestError('the request is not a readable PKCS #10', { cause: error });
  }
}

function checkSignature(body: DerNode, algorithm: DerNode, signature: DerNode, publicKey: DerNode): void {
  const id = children(algorithm)[0];
  const digest = id && DIGESTS[readOid(id)];
  const key = createPublicKey({ key: publicKey.raw, format: 'der', type: 'spki' });
  if (!digest || !verify(digest, body.raw, key, signature.content.subarray(1))) {
    throw new CertificateRequestError("the request's signature does not verify");
  }
}

function requestedExtensions(attributes: DerNode | undefined): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const attribute of attributes?.tag === contextTag(0) ? children(attributes) : []) {
    const [type, values] = children(attribute);
    if (!type || !values || readOid(type) !== EXTENSION_REQUEST) continue;
    for (const each of children(values).flatMap(children)) {
      const parts = children(each);
      const value = parts.at(-1);
      if (parts[0] && value) found.set(readOid(parts[0]), value.content);
    }
  }
  return found;
}

function alternativeNamesOf(value: Buffer | undefined): string[] {
  if (!value) return [];
  return children(readDer(value)).flatMap(({ tag, content }) => {
    if (tag === 0x81 || tag === 0x82) return [content.toString('latin1')];
    return tag === 0x87 ? [addressOf(content)] : [];
  });
}

function addressOf(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':');
}

function isAuthority(value: Buffer | undefined): boolean {
  return value !== undefined && children(readDer(value))[0]?.content[0] === 0xff;
}
