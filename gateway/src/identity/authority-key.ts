import { elementAt } from './der-element';

/** OBJECT IDENTIFIER 2.5.29.35, authority key identifier (RFC 5280, 4.2.1.1). */
const OID = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x23]);
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
/** `keyIdentifier [0]`. */
const KEY_IDENTIFIER = 0x80;

/** Identifier of the key that signed a certificate (DER), in hexadecimal; undefined where the certificate does not say. */
export function authorityKeyIdentifier(der: Buffer): string | undefined {
  const start = der.indexOf(OID);
  const value = start < 0 ? undefined : elementAt(der, start + OID.length);
  if (value?.tag !== OCTET_STRING) return undefined;
  const sequence = elementAt(der, value.start);
  if (sequence?.tag !== SEQUENCE) return undefined;
  const key = elementAt(der, sequence.start);
  return key?.tag === KEY_IDENTIFIER ? der.toString('hex', key.start, key.end) : undefined;
}
