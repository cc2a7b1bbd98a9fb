import { WireError } from '../wire/errors';

/** One PEM block: its label and its bytes. */
export interface PemBlock {
  readonly label: string;
  readonly bytes: Buffer;
}

const block = /-----BEGIN ([A-Z0-9 ]*)-----\r?\n([\s\S]*?)-----END \1-----/g;

/** Every PEM block in a text, in order; what stands between them is passed over. */
export const readPemBlocks = (text: string): PemBlock[] =>
  [...text.matchAll(block)].map(([, label = '', body = '']) => ({
    label,
    // Headers (RFC 1421) end with an empty line and carry no key material of ours.
    bytes: Buffer.from(body.replace(/^(?:[^\n]*: [^\n]*\n)+\r?\n/, ''), 'base64'),
  }));

/**
 * The first PEM block of a text.
 * @throws WireError
 */
export const readPem = (text: string): PemBlock => {
  const [first] = readPemBlocks(text);
  if (!first || first.bytes.length === 0) throw new WireError('could not decode the PEM structure');
  return first;
};

/** PEM as Go and OpenSSL write it: lines of 64, a newline at the end. */
export const writePem = (label: string, bytes: Uint8Array): string => {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};
