import { derChildren, readSingleDer, tag, type DerElement } from '../wire/der';
import { WireError } from '../wire/errors';
import { signatureDigest, verifies, type Certificate } from './certificate';
import { listExtensions, readAuthorityKeyId } from './certificate-extensions';
import { readPemBlocks } from './pem';

/** A CRL: whose serial numbers are revoked by the CA whose key identifier it carries. */
export interface RevocationList {
  /** Absent where the list does not say: no certificate can be held against it then. */
  readonly authorityKeyId: Buffer | undefined;
  /** True when the list names this serial number (content of its INTEGER). */
  revokes(serial: Buffer): boolean;
  isSignedBy(issuer: Certificate): boolean;
}

const authorityKeyIdentifier = '2.5.29.35';

const revokedSerials = (list: DerElement | undefined): Set<string> =>
  new Set(
    (list ? derChildren(list.content) : []).map((entry) => {
      const [serial] = derChildren(entry.content);
      if (serial?.tag !== tag.integer) throw new WireError('CRL: entry without serial number');
      return serial.content.toString('hex');
    }),
  );

/**
 * Reads a CRL, DER or PEM.
 * @throws WireError
 */
export const readRevocationList = (bytes: Buffer): RevocationList => {
  const [block] = bytes[0] === tag.sequence ? [] : readPemBlocks(bytes.toString('latin1'));
  const der = block?.bytes ?? bytes;
  const [tbs, algorithm, signature] = derChildren(readSingleDer(der, tag.sequence, 'CRL').content);
  if (!tbs || !signature) throw new WireError('CRL: field is missing');
  const fields = derChildren(tbs.content);
  // Fields: version?, algorithm, issuer, this update, next update?, entries?, extensions [0]?.
  const entries = fields.slice(2).find((field, index) => field.tag === tag.sequence && index > 0);
  const revoked = revokedSerials(entries);
  const extensions = listExtensions(fields.find((field) => field.tag === 0xa0));
  const authority = extensions.find(({ identifier }) => identifier === authorityKeyIdentifier);
  return {
    authorityKeyId: authority ? readAuthorityKeyId(authority.value) : undefined,
    revokes: (serial) => revoked.has(serial.toString('hex')),
    isSignedBy: (issuer) => verifies(issuer, signatureDigest(algorithm), tbs.raw, signature.content.subarray(1)),
  };
};
