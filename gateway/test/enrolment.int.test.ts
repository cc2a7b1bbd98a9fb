import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevnet, type Devnet } from '@rxledger/devnet';
import FabricCAServices from 'fabric-ca-client';
import { User } from 'fabric-common';
import { generateKeyPairSync } from 'node:crypto';
import { CertificateAuthority } from '../src/identity/certificate-authority';
import { certificateRequest } from '../src/identity/certificate-request';
import { IdentityStore } from '../src/identity/identity-store';
import { silentLog } from '../src/log';

jest.setTimeout(60_000);

const MSP = 'HospitalMSP';

/** What rxnet gives a registrar at its CA. */
const REGISTRAR_ATTRIBUTES = [
  { name: 'rx.role', value: 'registrar', ecert: true },
  { name: 'hf.Registrar.Roles', value: 'client' },
  { name: 'hf.Registrar.Attributes', value: 'rx.role' },
  { name: 'hf.Revoker', value: 'true' },
];

interface Lister {
  newCertificateService(): {
    getCertificates(request: object, registrar: User): Promise<{ result: { certs: readonly { PEM: string }[] } }>;
  };
}

describe('enrolment at the CA of an organisation', () => {
  let folder: string;
  let devnet: Devnet;
  let administrator: User;
  let service: FabricCAServices;
  let store: IdentityStore;
  let authority: CertificateAuthority;

  const enrol = async (enrollmentID: string, enrollmentSecret: string) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const csr = certificateRequest(enrollmentID, privateKey);
    const { certificate } = await service.enroll({ enrollmentID, enrollmentSecret, csr });
    return { mspId: MSP, certificate, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
  /** Certificates of a person that count, as the CA keeps them. */
  const standing = async (id: string): Promise<readonly string[]> => {
    const lister = service as unknown as Lister;
    const request = { id, notrevoked: true };
    const { result } = await lister.newCertificateService().getCertificates(request, administrator);
    return result.certs.map(({ PEM }) => PEM.trim());
  };
  const certificateOf = async (id: string): Promise<string | undefined> => (await store.get(id))?.certificate.trim();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'enrolment-'));
    devnet = await startDevnet({ organisations: [{ name: 'hospital', mspId: MSP }], channels: [{ name: 'rx' }] });
    const { ca } = devnet.organisations[0]!;
    const trustedRoots = [ca.tlsCaCertificate];
    service = new FabricCAServices(ca.url, { trustedRoots, verify: true }, ca.name);
    const admin = await enrol('admin', 'adminpw');
    administrator = User.createUser('admin', '', MSP, admin.certificate, admin.privateKey);
    const secret = await service.register(
      {
        enrollmentID: 'registrar-1',
        affiliation: '',
        role: 'client',
        maxEnrollments: -1,
        attrs: REGISTRAR_ATTRIBUTES as never,
      },
      administrator,
    );
    store = await IdentityStore.open(folder, MSP, 'a password for the store');
    await store.put('registrar-1', await enrol('registrar-1', secret));
    const { url, name: caName } = ca;
    const registrar = 'registrar-1';
    authority = new CertificateAuthority({
      url,
      caName,
      tlsCertificates: trustedRoots,
      registrar,
      store,
      log: silentLog,
    });
  });
  afterAll(async () => {
    await (devnet as Devnet | undefined)?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives a person a certificate with the role, and keeps it', async () => {
    await expect(authority.enrol('physician-1', 'physician')).resolves.toMatchObject({ role: 'physician' });
    const first = await certificateOf('physician-1');
    await authority.enrol('physician-1', 'physician');
    expect(await certificateOf('physician-1')).toBe(first);
    expect(await standing('physician-1')).toEqual([first]);
  });

  it('revokes every certificate, renewed ones too, and lets the person come back', async () => {
    await authority.enrol('clerk-1', 'clerk');
    await authority.renew('clerk-1');
    expect(await standing('clerk-1')).toHaveLength(2);
    await authority.revoke('clerk-1');
    expect(await standing('clerk-1')).toEqual([]);
    expect(await certificateOf('clerk-1')).toBeUndefined();
    await expect(authority.enrol('clerk-1', 'clerk')).resolves.toMatchObject({ enrolmentId: 'clerk-1', role: 'clerk' });
    expect(await standing('clerk-1')).toEqual([await certificateOf('clerk-1')]);
  });

  it('touches nobody else', async () => {
    await authority.enrol('patient-1', 'patient');
    await authority.enrol('patient-2', 'patient');
    await authority.revoke('patient-1');
    expect(await standing('patient-2')).toHaveLength(1);
  });
});
