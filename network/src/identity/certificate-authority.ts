import type FabricCAServices from 'fabric-ca-client';
import type { User } from 'fabric-common';
import { createRequest } from './certificate-request';
import { certificatesOf } from './certificate-state';
import { loadAuthorityClient } from './load-authority-client';
import type { WalletIdentity } from './wallet';

/** Where a member's certificate authority is, and whom it knows from the start. */
export interface AuthorityAccess {
  /** https://host:port */
  readonly url: string;
  readonly name: string;
  /** PEM; what its TLS certificate is checked against. */
  readonly tlsAuthorities: readonly string[];
  readonly registrar: { readonly id: string; readonly secret: string };
}

/** Whom to register: NodeOU type, and attributes that go into every certificate of theirs. */
export interface Registration {
  readonly id: string;
  readonly secret: string;
  readonly type: 'client' | 'admin' | 'peer' | 'orderer';
  readonly attributes: readonly { readonly name: string; readonly value: string; readonly isInCertificate: boolean }[];
}

/** A certificate with its key and the authorities above it. */
export interface Enrolled {
  readonly identity: WalletIdentity;
  /** PEM, one each. */
  readonly authorities: readonly string[];
}

/** A Fabric CA's refusal; the message is its own. */
export class AuthorityError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AuthorityError';
  }
}

const IS_REGISTERED = /code: 74\b/;

/** One member's certificate authority, spoken to with `fabric-ca-client`. */
export class CertificateAuthority {
  #service: Promise<FabricCAServices> | undefined;
  #registrar: Promise<User> | undefined;

  constructor(
    readonly mspId: string,
    readonly access: AuthorityAccess,
  ) {}

  /** A certificate for somebody registered, for a key made here; with `tlsHosts` a TLS certificate for these names. */
  async enrol(id: string, secret: string, tlsHosts?: readonly string[]): Promise<Enrolled> {
    const { privateKey, request } = createRequest(id, tlsHosts);
    const profile = tlsHosts && { profile: 'tls' };
    const service = await this.#client();
    const answer = await this.#asked(`enrol ${id}`, () =>
      service.enroll({ enrollmentID: id, enrollmentSecret: secret, csr: request, ...profile }),
    );
    return {
      identity: { mspId: this.mspId, certificate: answer.certificate, privateKey },
      authorities: certificatesOf(answer.rootCertificate),
    };
  }

  /** Registers, or, where the id is known already, sets secret and attributes to what is wanted: repeating it is safe. */
  async register(registration: Registration): Promise<void> {
    const [service, registrar] = await Promise.all([this.#client(), this.registrar()]);
    const request = {
      enrollmentID: registration.id,
      enrollmentSecret: registration.secret,
      affiliation: '',
      maxEnrollments: -1,
      attrs: registration.attributes.map(({ name, value, isInCertificate }) => ({
        name,
        value,
        ecert: isInCertificate,
      })),
    };
    try {
      await service.register({ ...request, role: registration.type }, registrar);
    } catch (error) {
      if (!IS_REGISTERED.test((error as Error).message)) throw this.#refusal(`register ${registration.id}`, error);
      await this.#asked(`update ${registration.id}`, () =>
        service.newIdentityService().update(registration.id, { ...request, type: registration.type }, registrar),
      );
    }
  }

  /** Revokes every certificate of an id and the id itself. */
  async revoke(id: string, reason = ''): Promise<void> {
    const [service, registrar] = await Promise.all([this.#client(), this.registrar()]);
    await this.#asked(`revoke ${id}`, () => service.revoke({ enrollmentID: id, reason }, registrar));
  }

  /** The list of all revoked certificates that have not run out, PEM. */
  async revocationList(): Promise<string> {
    const [service, registrar] = await Promise.all([this.#client(), this.registrar()]);
    const answer = (await this.#asked('list revocations', () => service.generateCRL({}, registrar))) as string;
    return Buffer.from(answer, 'base64').toString('utf8');
  }

  /** The identity that may register others; enrolled anew by each command, its key never stored. */
  registrar(): Promise<User> {
    const { id, secret } = this.access.registrar;
    this.#registrar ??= this.enrol(id, secret).then(async ({ identity }) => {
      const { User } = await loadAuthorityClient();
      return User.createUser(id, '', this.mspId, identity.certificate, identity.privateKey);
    });
    return this.#registrar;
  }

  #client(): Promise<FabricCAServices> {
    const { url, name, tlsAuthorities } = this.access;
    const tls = { trustedRoots: tlsAuthorities.map((pem) => Buffer.from(pem)) as never, verify: true };
    this.#service ??= loadAuthorityClient().then(({ Services }) => new Services(url, tls, name));
    return this.#service;
  }

  async #asked<T>(what: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw this.#refusal(what, error);
    }
  }

  #refusal(what: string, cause: unknown): AuthorityError {
    return new AuthorityError(`the CA of ${this.mspId} did not ${what}: ${(cause as Error).message}`, { cause });
  }
}
