import { isSignedBy, type Certificate } from './certificate';

/** A certification path: the certificate, its issuers, the root last. */
export type Chain = readonly Certificate[];

/** Raised inside this folder while a path is looked for; the words are those of Go's verifier, which Fabric passes on. */
export class ChainError extends Error {
  override readonly name = 'ChainError';
}

const anyUsage = '2.5.29.37.0';
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

const maximumDepth = 8;

const isValidAt = (certificate: Certificate, at: number): boolean =>
  at >= certificate.notBefore && at <= certificate.notAfter;

/** True when `issuer` may sit above `below` certificates of a path. */
const mayIssue = (issuer: Certificate, below: Chain): boolean => {
  const { isCa, pathLength, mayVerifyCertificates, hasUnknownCritical } = issuer.extensions;
  if (!isCa || mayVerifyCertificates === false || hasUnknownCritical) return false;
  return pathLength === undefined || below.length - 1 <= pathLength;
};

/** The authorities of one MSP. */
export class Authorities {
  readonly #rootPrints: ReadonlySet<string>;
  /** By fingerprint: one certificate given twice is one issuer. */
  readonly #issuers: ReadonlyMap<string, Certificate>;

  constructor(
    readonly roots: readonly Certificate[],
    readonly intermediates: readonly Certificate[],
  ) {
    this.#rootPrints = new Set(roots.map(({ fingerprint }) => fingerprint));
    this.#issuers = new Map([...roots, ...intermediates].map((issuer) => [issuer.fingerprint, issuer]));
  }

  /**
   * The one path from a certificate to a root of this MSP. It is looked for at the moment the certificate began to be valid, so that
   * expiry does not decide here: blocks must validate the same whenever they are read.
   * @throws ChainError
   */
  path(certificate: Certificate): Chain {
    if (certificate.extensions.hasUnknownCritical) throw new ChainError('x509: unhandled critical extension');
    const first = this.#issuers.get(certificate.fingerprint) ?? certificate;
    const paths = this.#search([first], certificate.notBefore + 1000);
    const [path] = paths;
    if (!path)
      throw new ChainError('the supplied identity is not valid: x509: certificate signed by unknown authority');
    if (paths.length > 1) {
      throw new ChainError(`this MSP only supports a single validation chain, got ${paths.length}`);
    }
    const usages = certificate.extensions.extendedUsages;
    // Go's verifier asks for server authentication where nothing else is said, and MSPs say nothing else.
    if (usages && !usages.includes(anyUsage) && !usages.includes(serverAuthentication)) {
      throw new ChainError('the supplied identity is not valid: x509: certificate specifies an incompatible key usage');
    }
    return path;
  }

  #search(below: Chain, at: number): Chain[] {
    const last = below[below.length - 1];
    if (!last || below.length > maximumDepth || !isValidAt(last, at)) return [];
    if (this.#rootPrints.has(last.fingerprint)) return [below];
    const parents = [...this.#issuers.values()].filter(
      (issuer) =>
        !below.includes(issuer) &&
        issuer.subject.equals(last.issuer) &&
        mayIssue(issuer, below) &&
        isValidAt(issuer, at) &&
        isSignedBy(last, issuer),
    );
    return parents.flatMap((parent) => this.#search([...below, parent], at));
  }
}
