import { msp } from '@hyperledger/fabric-protos';
import { asBuffer, bytesKey } from '../wire/bytes';
import { WireError } from '../wire/errors';
import { decode } from '../wire/protobuf';
import { canonicalDer, isSignedBy, readCertificate, type Certificate } from './certificate';
import { Authorities, ChainError, type Chain } from './chain';
import { IdentityError } from './errors';
import { MemberIdentity } from './member-identity';
import { certifiersIdentifier, nodeRole, readNodeUnits, type NodeUnits } from './node-units';
import { readPem } from './pem';
import { readRevocationList, type RevocationList } from './revocation-list';

const readPemCertificate = (pem: Uint8Array): Certificate =>
  readCertificate(readPem(asBuffer(pem).toString('utf8')).bytes);

const authorityRefusal =
  'An X509 certificate with Basic Constraint: Certificate Authority equals true cannot be used as an identity';

const isSelfIssued = (certificate: Certificate): boolean => certificate.subject.equals(certificate.issuer);

/** A self-signed CA as Fabric keeps it; OpenSSL may have signed it with a high S. */
const readRoot = (pem: Uint8Array): Certificate => {
  const certificate = readPemCertificate(pem);
  return isSelfIssued(certificate) ? readCertificate(canonicalDer(certificate, certificate)) : certificate;
};

const checkAuthority = (certificate: Certificate): void => {
  const serial = certificate.serial.toString('hex');
  if (!certificate.extensions.isCa)
    throw new WireError(`CA Certificate did not have the CA attribute, (SN: ${serial})`);
  if (!certificate.extensions.subjectKeyId) {
    throw new WireError(`CA Certificate problem with Subject Key Identifier extension, (SN: ${serial})`);
  }
};

/** One organisation's roots of trust: says whom it vouches for. Fabric calls it an MSP. */
export class Membership {
  readonly mspId: string;
  readonly #authorities: Authorities;
  readonly #nodeUnits: NodeUnits;
  readonly #revocations: readonly RevocationList[];
  readonly #admins: ReadonlySet<string>;
  /** CAs that have CAs below them: certificates come from the lowest alone. */
  readonly #innerAuthorities: ReadonlySet<string>;

  /** @throws WireError or ChainError where the configuration cannot be used */
  constructor(config: msp.FabricMSPConfig) {
    this.mspId = config.getName();
    const roots = config.getRootCertsList_asU8().map(readRoot);
    if (roots.length === 0) throw new WireError('expected at least one CA certificate');
    const intermediates = config.getIntermediateCertsList_asU8().map(readPemCertificate);
    for (const authority of [...roots, ...intermediates]) checkAuthority(authority);
    this.#authorities = new Authorities(roots, intermediates);
    const paths = intermediates.map((intermediate) => this.#authorities.path(intermediate));
    this.#innerAuthorities = new Set(paths.flatMap((path) => path.slice(1).map(({ fingerprint }) => fingerprint)));
    this.#revocations = config.getRevocationListList_asU8().map((list) => readRevocationList(asBuffer(list)));
    for (const path of paths)
      if (this.#isRevoked(path)) throw new WireError('CA Certificate is not valid: The certificate has been revoked');
    this.#nodeUnits = readNodeUnits(config.getFabricNodeOus(), this.#authorities);
    this.#admins = new Set(config.getAdminsList_asU8().map((pem) => readPemCertificate(pem).fingerprint));
    if (this.#admins.size === 0 && !(this.#nodeUnits.isEnforced && this.#nodeUnits.units.has('admin'))) {
      throw new WireError('administrators must be declared when no admin ou classification is set');
    }
  }

  get hasNodeUnits(): boolean {
    return this.#nodeUnits.isEnforced;
  }

  /**
   * The identity of a certificate, once chain, revocation and organisational unit are found in order. Expiry is not looked at.
   * @param bytes the serialised identity it came in
   * @throws IdentityError with Fabric's words
   */
  vouchFor(bytes: Uint8Array, pem: Uint8Array): MemberIdentity {
    const certificate = this.#read(pem);
    if (certificate.publicKey.asymmetricKeyType !== 'ec') {
      throw this.#invalid("could not validate identity's public key algorithm: it is not supported");
    }
    const path = this.#path(certificate);
    if (this.#isRevoked(path)) {
      throw this.#invalid('could not validate identity against certification chain: The certificate has been revoked');
    }
    const certifiers = certifiersIdentifier(path.slice(1));
    const { role, refusal } = nodeRole(this.#nodeUnits, certificate.organisationalUnits, certifiers, this.mspId);
    if (refusal) throw this.#invalid(`could not validate identity's OUs: ${refusal}`);
    return new MemberIdentity({
      mspId: this.mspId,
      bytes,
      certificate,
      role,
      isNamedAdmin: this.#admins.has(certificate.fingerprint),
      certifiers,
    });
  }

  #read(pem: Uint8Array): Certificate {
    try {
      return readPemCertificate(pem);
    } catch (error) {
      throw new IdentityError(
        'malformed',
        error instanceof WireError ? error.message : 'parseCertificate failed',
        this.mspId,
      );
    }
  }

  #path(certificate: Certificate): Chain {
    const path = this.#search(certificate);
    if (certificate.extensions.isCa) throw this.#chainless(authorityRefusal);
    const [, issuer] = path;
    if (!issuer) throw this.#chainless(`expected a chain of length at least 2, got ${path.length}`);
    if (this.#innerAuthorities.has(issuer.fingerprint)) {
      throw this.#chainless('invalid validation chain. Parent certificate should be a leaf of the certification tree');
    }
    return path;
  }

  /** Fabric looks for an issuer as soon as it reads a certificate, unless it is one that a CA gave itself: no issuer, no identity. */
  #search(certificate: Certificate): Chain {
    try {
      return this.#authorities.path(certificate);
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      if (certificate.extensions.isCa && isSignedBy(certificate, certificate)) throw this.#chainless(authorityRefusal);
      if (!certificate.digest) throw this.#chainless(`failed getting validation chain: ${error.message}`);
      throw new IdentityError('malformed', error.message, this.mspId);
    }
  }

  #chainless(reason: string): IdentityError {
    return this.#invalid(`could not obtain certification chain: ${reason}`);
  }

  #isRevoked(path: Chain): boolean {
    const [certificate, issuer] = path;
    const keyId = issuer?.extensions.subjectKeyId;
    if (!certificate || !issuer || !keyId) return false;
    return this.#revocations.some(
      (list) => list.authorityKeyId?.equals(keyId) && list.revokes(certificate.serial) && list.isSignedBy(issuer),
    );
  }

  #invalid(message: string): IdentityError {
    return new IdentityError('invalid', message, this.mspId);
  }
}

/**
 * Reads an MSP's configuration as a channel carries it.
 * @throws WireError or ChainError
 */
export const readMembership = (config: msp.MSPConfig): Membership => {
  if (config.getType() !== 0) throw new WireError(`unsupported msp type ${config.getType()}`);
  return new Membership(decode(msp.FabricMSPConfig, config.getConfig_asU8()));
};

/** Key under which two configurations of one MSP are told apart. */
export const membershipKey = (config: msp.MSPConfig): string => bytesKey(config.serializeBinary());
