import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';

import { keyIdOf, signCertificate, type CertificateSigner } from './x509/certificate';
import { readCertificateRequest } from './x509/certificate-request';
import { signCrl, type RevokedEntry } from './x509/crl';
import { children, readDer } from './x509/der';
import type { CertificateProfile } from './x509/extensions';
import { nameToDer, type DistinguishedName } from './x509/name';
import { writePem } from '../identity/pem';

/** A certificate with the key that belongs to it, both PEM; the key is PKCS #8. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** What a certificate is asked for. Its key comes from `publicKey` or from `csr`, one of the two. */
export interface IssueRequest {
  readonly commonName: string;
  /** For enrolment certificates the NodeOU first (`client`, `peer`, `orderer`, `admin`), then the affiliation's parts. */
  readonly organisationalUnits?: readonly string[];
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
  readonly organisation?: string;
  readonly publicKey?: KeyObject | Buffer;
  /** PEM of PKCS #10; its key is taken, and its alternative names where `sans` gives none. */
  readonly csr?: string;
  /** `{name: value}` for the extension that chaincode reads attributes from. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sans?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** `signing` when left out: an enrolment certificate. */
  readonly profile?: CertificateProfile;
}

/** What {@link CertificateAuthority.issueIdentity} makes: key and certificate in one call. */
export type IdentityRequest = Omit<IssueRequest, 'publicKey' | 'csr'>;

/** The key and certificate of an organisation's authority, and what it signs with them. */
export interface CertificateAuthority extends KeyPair {
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** A certificate, PEM. @throws CertificateRequestError where a request is given that does not hold. */
  issue(request: IssueRequest): string;
  /** A new P-256 key and its certificate. */
  issueIdentity(request: IdentityRequest): KeyPair;
  /** A revocation list, PEM `X509 CRL`. */
  crl(revoked: readonly RevokedEntry[], options?: { readonly nextUpdate?: Date }): string;
}

/** The name of a new authority, and how long its certificate lasts. */
export interface AuthorityOptions extends DistinguishedName {
  /** Fifteen years when left out. */
  readonly validityDays?: number;
  /** Where this process's time comes from. */
  readonly now?: () => Date;
}

const DAY = 86_400_000;
/** Clocks differ: certificates count from five minutes before they were asked for, as Fabric CA dates them. */
const BACKDATE = 300_000;
const CERTIFICATE_DAYS = 365;

/** A new authority: a P-256 key and a certificate it signed itself. */
export function createAuthority(options: AuthorityOptions): CertificateAuthority {
  const now = options.now ?? (() => new Date());
  const { publicKey, privateKey } = newKeyPair();
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const notBefore = startingFrom(now());
  const certificate = signCertificate(
    {
      subject: options,
      publicKey: spki,
      profile: 'ca',
      pathLength: 1,
      notBefore,
      notAfter: new Date(notBefore.getTime() + (options.validityDays ?? 5475) * DAY),
    },
    { name: nameToDer(options), keyId: keyIdOf(spki), privateKey },
  );
  return authorityOf(writePem('CERTIFICATE', certificate), pkcs8(privateKey), now);
}

/**
 * An authority from what {@link createAuthority} gave, for a process that starts again.
 * @throws Error where key and certificate do not belong together.
 */
export function restoreAuthority(keys: KeyPair, now: () => Date = () => new Date()): CertificateAuthority {
  const isPair = new X509Certificate(keys.certificatePem).checkPrivateKey(createPrivateKey(keys.privateKeyPem));
  if (!isPair) throw new Error("the certificate authority's key does not belong to its certificate");
  return authorityOf(keys.certificatePem, keys.privateKeyPem, now);
}

/** A fresh key and certificate for tests and for nodes: the NodeOU from `role`. */
export function issueIdentity(
  authority: CertificateAuthority,
  request: IdentityRequest & { readonly role?: 'client' | 'peer' | 'orderer' | 'admin' },
): KeyPair {
  const { role = 'client', organisationalUnits = [], ...rest } = request;
  return authority.issueIdentity({ ...rest, organisationalUnits: [role, ...organisationalUnits] });
}

function authorityOf(certificatePem: string, privateKeyPem: string, now: () => Date): CertificateAuthority {
  const certificate = new X509Certificate(certificatePem);
  const validity = { notBefore: new Date(certificate.validFrom), notAfter: new Date(certificate.validTo) };
  const signer: CertificateSigner = {
    name: subjectOf(certificate.raw),
    keyId: keyIdOf(certificate.publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: createPrivateKey(privateKeyPem),
  };
  const validityOf = (request: IssueRequest): { notBefore: Date; notAfter: Date } => {
    // Who checks a TLS certificate goes by the machine's clock, even where `now` is another.
    const at = request.profile === 'tls' ? new Date() : now();
    const notBefore = request.notBefore ?? later(startingFrom(at), validity.notBefore);
    const wanted = request.notAfter ?? new Date(at.getTime() + CERTIFICATE_DAYS * DAY);
    return { notBefore, notAfter: wanted > validity.notAfter ? validity.notAfter : wanted };
  };
  const issue = (request: IssueRequest): string => {
    const csr = request.csr === undefined ? undefined : readCertificateRequest(request.csr);
    const content = {
      subject: subjectFrom(request),
      publicKey: csr?.publicKey ?? spkiOf(request.publicKey),
      profile: request.profile ?? 'signing',
      ...validityOf(request),
      alternativeNames: request.sans ?? csr?.alternativeNames ?? [],
      ...(request.attributes ? { attributes: request.attributes } : {}),
    };
    return writePem('CERTIFICATE', signCertificate(content, signer));
  };
  return {
    certificatePem,
    privateKeyPem,
    ...validity,
    issue,
    issueIdentity: (request) => {
      const keys = newKeyPair();
      return {
        certificatePem: issue({ ...request, publicKey: keys.publicKey }),
        privateKeyPem: pkcs8(keys.privateKey),
      };
    },
    crl: (revoked, { nextUpdate } = {}) => {
      const thisUpdate = now();
      return signCrl(revoked, signer, {
        thisUpdate,
        nextUpdate: nextUpdate ?? new Date(thisUpdate.getTime() + DAY),
        number: thisUpdate.getTime(),
      });
    },
  };
}

const newKeyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const later = (one: Date, other: Date): Date => (one > other ? one : other);
const startingFrom = (at: Date): Date => new Date(Math.floor((at.getTime() - BACKDATE) / 60_000) * 60_000);

function subjectFrom({ country, state, locality, organisation, organisationalUnits, commonName }: IssueRequest) {
  return {
    ...(country ? { country } : {}),
    ...(state ? { state } : {}),
    ...(locality ? { locality } : {}),
    ...(organisation ? { organisation } : {}),
    ...(organisationalUnits ? { organisationalUnits } : {}),
    commonName,
  };
}

function spkiOf(key: KeyObject | Buffer | undefined): Buffer {
  if (!key) throw new TypeError('a certificate needs a public key or a request');
  if (Buffer.isBuffer(key)) return key;
  return (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
}

// The subject as it stands: the sixth field of the certificate's body, after version, serial, algorithm, issuer and dates.
function subjectOf(certificate: Buffer): Buffer {
  const body = children(readDer(certificate))[0];
  return (body && children(body)[5]?.raw) ?? Buffer.alloc(0);
}
