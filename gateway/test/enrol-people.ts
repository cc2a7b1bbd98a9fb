import { ROLE_ATTRIBUTE, type Role } from '@rxledger/chaincode/api';
import type { DevnetOrganisation } from '@rxledger/devnet';
import { CertificateAuthority } from '../../network/src/identity/certificate-authority';
import type { IdentityMaterial } from '../src/identity/person-identity';

/** What lets a registrar of a CA enrol people: people only, roles only, as rxnet makes one. */
const REGISTRAR_RIGHTS = [
  { name: 'hf.Registrar.Roles', value: 'client', isInCertificate: false },
  { name: 'hf.Registrar.Attributes', value: ROLE_ATTRIBUTE, isInCertificate: false },
  { name: 'hf.Revoker', value: 'true', isInCertificate: false },
];

/** Registers people of an organisation with its CA and enrols them, all at once; those without a role are clients and no more. */
export async function enrolPeople(
  { mspId, ca }: DevnetOrganisation,
  people: readonly (readonly [enrolmentId: string, role: Role | undefined])[],
): Promise<ReadonlyMap<string, IdentityMaterial>> {
  const authority = new CertificateAuthority(mspId, {
    url: ca.url,
    name: ca.name,
    tlsAuthorities: [ca.tlsCaCertificate],
    registrar: { id: 'admin', secret: 'adminpw' },
  });
  const enrol = async ([id, role]: readonly [string, Role | undefined]): Promise<[string, IdentityMaterial]> => {
    const own = role === undefined ? [] : [{ name: ROLE_ATTRIBUTE, value: role, isInCertificate: true }];
    const attributes = [...own, ...(role === 'registrar' ? REGISTRAR_RIGHTS : [])];
    await authority.register({ id, secret: `secret of ${id}`, type: 'client', attributes });
    return [id, (await authority.enrol(id, `secret of ${id}`)).identity];
  };
  return new Map(await Promise.all(people.map(enrol)));
}
