import { readCertificate } from './certificate';
import { readPemBlocks, writePem } from './pem';

/** CA certificates by their place in an MSP's configuration, each a PEM of its own. */
export interface SortedAuthorities {
  readonly roots: Uint8Array[];
  readonly intermediates: Uint8Array[];
}

/**
 * Sorts CA certificates into roots (issued by themselves) and intermediates. A text may hold several.
 * @throws WireError
 */
export const sortAuthorities = (pems: readonly string[]): SortedAuthorities => {
  const sorted: SortedAuthorities = { roots: [], intermediates: [] };
  for (const { bytes } of pems.flatMap((pem) => readPemBlocks(pem))) {
    const { subject, issuer } = readCertificate(bytes);
    const list = subject.equals(issuer) ? sorted.roots : sorted.intermediates;
    list.push(Buffer.from(writePem('CERTIFICATE', bytes)));
  }
  return sorted;
};
