import { type CertificateSigner, ECDSA_SHA256, signed } from './certificate';
import { contextTag, der, integer, sequence, time } from './der';
import { authorityKeyExtension, EXTENSION, extension } from './extensions';
import { writePem } from '../../identity/pem';

/** One withdrawn certificate of a revocation list. */
export interface RevokedEntry {
  /** Hexadecimal. */
  readonly serial: string;
  readonly revokedAt: Date;
}

/** Who signs the list, from when to when it counts, and its number. */
export interface CrlOptions {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Rises from list to list; milliseconds since 1970 do. */
  readonly number: number;
}

/** A certificate revocation list, version 2, as a PEM block `X509 CRL`. */
export function signCrl(revoked: readonly RevokedEntry[], signer: CertificateSigner, options: CrlOptions): string {
  const entries = revoked.map(({ serial, revokedAt }) => sequence(integer(fromHex(serial)), time(revokedAt)));
  const body = sequence(
    integer(Buffer.from([1])),
    ECDSA_SHA256,
    signer.name,
    time(options.thisUpdate),
    time(options.nextUpdate),
    // An empty list leaves the field out: RFC 5280, 5.1.2.6.
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    der(
      contextTag(0),
      sequence(
        authorityKeyExtension(signer.keyId),
        extension(EXTENSION.crlNumber, integer(fromHex(options.number.toString(16)))),
      ),
    ),
  );
  return writePem('X509 CRL', signed(body, signer.privateKey));
}

const fromHex = (digits: string): Buffer => Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
