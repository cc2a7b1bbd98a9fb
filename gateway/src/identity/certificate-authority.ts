import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { ROLE_ATTRIBUTE, type Role } from '@rxledger/chaincode/api';
import type FabricCAServices from 'fabric-ca-client';
import type { IRevokeRequest } from 'fabric-ca-client';
import type { User } from 'fabric-common';
import { Problem } from '../http/problem';
import { quietFabricClients } from '../ledger/quiet-fabric-clients';
import type { Log } from '../log';
import { authorityKeyIdentifier } from './authority-key';
import { certificateRequest } from './certificate-request';
import type { EnrolledPerson, Enrolment } from './enrolment';
import type { IdentityStore } from './identity-store';
import { identityOf } from './store-signers';
import type { PersonIdentity } from './person-identity';

export interface AuthoritySettings {
  /** https://host:port */
  readonly url: string;
  readonly caName: string | undefined;
  /** PEM of what its TLS certificate is checked against. */
  readonly tlsCertificates: readonly string[];
  /** Enrolment id, in the store, of who may register people. */
  readonly registrar: string;
  readonly store: IdentityStore;
  readonly log: Log;
}

/** Fabric CA's code for an id that is registered already. */
const IS_REGISTERED = /code: 74\b/;
const IS_UNREACHED = /ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|socket hang up|timed? ?out/i;

/** How a Fabric CA tells certificates apart: both in hexadecimal. */
interface IssuedCertificate {
  readonly serial: string;
  readonly aki: string;
}

/** A part of the client that its types leave out. */
interface CertificateLister {
  newCertificateService(): {
    getCertificates(request: object, registrar: User): Promise<{ result: { certs: readonly { PEM: string }[] } }>;
  };
}

/** Enrolment at the organisation's Fabric CA. Keys are made here, P-256, and go into the store; the CA sees requests. */
export class CertificateAuthority implements Enrolment {
  #service: Promise<FabricCAServices> | undefined;

  constructor(private readonly settings: AuthoritySettings) {}

  async enrol(enrolmentId: string, role: Role): Promise<EnrolledPerson> {
    const { store, log } = this.settings;
    const known = await store.get(enrolmentId);
    if (known !== undefined && known.role === role && known.validUntil > Date.now()) return personOf(known);
    const secret = randomBytes(24).toString('base64url');
    await this.#register(enrolmentId, role, secret);
    const person = await this.#certify(enrolmentId, secret);
    log.write('info', 'identity-enrolled', { actor: `${store.mspId}:${enrolmentId}` });
    return personOf(person);
  }

  async renew(enrolmentId: string): Promise<EnrolledPerson> {
    const { role } = await identityOf(this.settings.store, enrolmentId);
    if (role === undefined) throw new Problem('ACCESS_ROLE');
    const secret = randomBytes(24).toString('base64url');
    await this.#register(enrolmentId, role, secret);
    return personOf(await this.#certify(enrolmentId, secret));
  }

  async revoke(enrolmentId: string): Promise<void> {
    const { store, log } = this.settings;
    const registrar = await this.#registrar();
    await this.#ask(async (service) => {
      // One by one: whose id is revoked at a Fabric CA never gets a certificate again.
      for (const certificate of await this.#inForce(service, registrar, enrolmentId)) {
        await service.revoke({ ...certificate, reason: 'cessationofoperation' } as IRevokeRequest, registrar);
      }
    });
    await store.remove(enrolmentId);
    log.write('info', 'identity-revoked', { actor: `${store.mspId}:${enrolmentId}` });
  }

  async list(): Promise<readonly EnrolledPerson[]> {
    const { store } = this.settings;
    const people: EnrolledPerson[] = [];
    for (const name of await store.names()) people.push(personOf(await identityOf(store, name)));
    return people;
  }

  /** Registers, or gives who is registered a new secret and this role, so that an enrolment cut short can be repeated. */
  async #register(enrollmentID: string, role: Role, enrollmentSecret: string): Promise<void> {
    const registrar = await this.#registrar();
    const request = {
      enrollmentID,
      enrollmentSecret,
      affiliation: '',
      // The client's default allows one enrolment ever.
      maxEnrollments: -1,
      attrs: [{ name: ROLE_ATTRIBUTE, value: role, ecert: true }],
    };
    await this.#ask(async (service) => {
      try {
        await service.register({ ...request, role: 'client' }, registrar);
      } catch (error) {
        if (!IS_REGISTERED.test(String(error))) throw error;
        await service.newIdentityService().update(enrollmentID, { ...request, type: 'client' }, registrar);
      }
    });
  }

  async #certify(enrolmentId: string, enrollmentSecret: string): Promise<PersonIdentity> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const csr = certificateRequest(enrolmentId, privateKey);
    const { certificate } = await this.#ask((service) =>
      service.enroll({ enrollmentID: enrolmentId, enrollmentSecret, csr }),
    );
    const { store } = this.settings;
    return store.put(enrolmentId, {
      mspId: store.mspId,
      certificate,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    });
  }

  /** All that the CA gave the person, renewed ones too: this store knows the last one alone. */
  async #inForce(service: FabricCAServices, registrar: User, id: string): Promise<readonly IssuedCertificate[]> {
    const { caName } = this.settings;
    const request = { id, notrevoked: true, notexpired: true, ...(caName === undefined ? {} : { ca: caName }) };
    const { result } = await (service as unknown as CertificateLister)
      .newCertificateService()
      .getCertificates(request, registrar);
    return result.certs.map(({ PEM }) => issuedCertificate(PEM));
  }

  async #registrar(): Promise<User> {
    const { store, registrar } = this.settings;
    const { mspId, certificate, privateKey } = await identityOf(store, registrar);
    quietFabricClients();
    const { User: FabricUser } = await import('fabric-common');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return FabricUser.createUser(registrar, '', mspId, certificate, pem);
  }

  async #ask<T>(request: (service: FabricCAServices) => Promise<T>): Promise<T> {
    this.#service ??= this.#open();
    try {
      return await request(await this.#service);
    } catch (cause) {
      if (cause instanceof Problem) throw cause;
      const isUnreached = IS_UNREACHED.test(String(cause));
      throw new Problem(isUnreached ? 'LEDGER_UNAVAILABLE' : 'GATEWAY_INTERNAL', {}, { cause });
    }
  }

  /** Loaded when first needed: the client brings a cryptography of its own that most processes never use. */
  async #open(): Promise<FabricCAServices> {
    const { url, caName, tlsCertificates } = this.settings;
    quietFabricClients();
    const { default: Service } = await import('fabric-ca-client');
    const trustedRoots = tlsCertificates.map((pem) => Buffer.from(pem)) as unknown as string[];
    return new Service(url, { trustedRoots, verify: true }, caName);
  }
}

function issuedCertificate(pem: string): IssuedCertificate {
  const { serialNumber, raw } = new X509Certificate(pem);
  const aki = authorityKeyIdentifier(raw);
  if (aki === undefined) throw new Error('a certificate does not name the key that signed it');
  return { serial: serialNumber.toLowerCase(), aki };
}

const personOf = ({ enrolmentId, role, validUntil }: PersonIdentity): EnrolledPerson => ({
  enrolmentId,
  role,
  validUntil,
});
