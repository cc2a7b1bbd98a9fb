/** The kinds of PEM block a certificate authority reads and writes; OpenSSL wants `X509 CRL`, not `CRL`. */
export type PemLabel = 'CERTIFICATE' | 'CERTIFICATE REQUEST' | 'NEW CERTIFICATE REQUEST' | 'X509 CRL';

/** DER as a PEM block, lines of 64 characters, a newline at the end. */
export function toPem(label: PemLabel, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The bytes of the first PEM block of one of the labels, or nothing. */
export function fromPem(pem: string, ...labels: PemLabel[]): Buffer | undefined {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(pem);
  return block && labels.includes(block[1] as PemLabel) ? Buffer.from(block[2]!, 'base64') : undefined;
}
