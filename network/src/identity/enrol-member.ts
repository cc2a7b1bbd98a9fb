import { randomBytes } from 'node:crypto';
import type { Member, Person } from '../topology/consortium';
import type { CertificateAuthority, Registration } from './certificate-authority';
import { isInForce } from './certificate-state';
import type { Wallet, WalletIdentity } from './wallet';

/** The attribute that carries a person's role into chaincode. */
export const ROLE_ATTRIBUTE = 'rx.role';

/** Labels of what every member gets besides its people. */
export const ADMIN_LABEL = 'org-admin';
export const GATEWAY_LABEL = 'gateway';

const secret = (): string => randomBytes(24).toString('base64url');

const inCertificate = (name: string, value: string) => ({ name, value, isInCertificate: true });
const atAuthority = (name: string, value: string) => ({ name, value, isInCertificate: false });

/** What lets a registrar enrol and revoke the member's people through the gateway: people only, and roles only. */
const registrarRights = [
  atAuthority('hf.Registrar.Roles', 'client'),
  atAuthority('hf.Registrar.Attributes', ROLE_ATTRIBUTE),
  atAuthority('hf.Revoker', 'true'),
  atAuthority('hf.GenCRL', 'true'),
];

const personRegistration = ({ id, role }: Person): Registration => ({
  id,
  secret: secret(),
  type: 'client',
  attributes: [inCertificate(ROLE_ATTRIBUTE, role), ...(role === 'registrar' ? registrarRights : [])],
});

/** A member's wallets: one for its gateway and people, one that only its operator opens. */
export interface MemberWallets {
  readonly people: Wallet;
  readonly administration: Wallet;
}

/** What enrolling came to. */
export interface EnrolmentOutcome {
  readonly enrolled: readonly string[];
  /** Those whose certificate is in force. */
  readonly kept: readonly string[];
}

interface Wanted {
  readonly wallet: Wallet;
  readonly registration: Registration;
}

const everybody = (member: Member, wallets: MemberWallets): readonly Wanted[] => [
  {
    wallet: wallets.administration,
    registration: { id: ADMIN_LABEL, secret: secret(), type: 'admin', attributes: [] },
  },
  { wallet: wallets.people, registration: { id: GATEWAY_LABEL, secret: secret(), type: 'client', attributes: [] } },
  ...member.people.map((person) => ({ wallet: wallets.people, registration: personRegistration(person) })),
];

const enrol = async (authority: CertificateAuthority, { wallet, registration }: Wanted): Promise<WalletIdentity> => {
  await authority.register(registration);
  const { identity } = await authority.enrol(registration.id, registration.secret);
  wallet.put(registration.id, identity);
  return identity;
};

/**
 * Gives the member's administrator, gateway and people their certificates. Who has one in force keeps it, so repeating is
 * safe; certificates of an authority that is no more are replaced.
 */
export const enrolMember = async (
  member: Member,
  authority: CertificateAuthority,
  wallets: MemberWallets,
  authorities: readonly string[],
): Promise<EnrolmentOutcome> => {
  const kept: string[] = [];
  const enrolled: string[] = [];
  for (const wanted of everybody(member, wallets)) {
    const { id } = wanted.registration;
    if (isKept(wanted.wallet.get(id), authorities)) {
      kept.push(id);
      continue;
    }
    await enrol(authority, wanted);
    enrolled.push(id);
  }
  return { enrolled: enrolled.sort(), kept: kept.sort() };
};

const isKept = (identity: WalletIdentity | undefined, authorities: readonly string[]): boolean =>
  identity !== undefined && isInForce(identity.certificate, authorities, new Date());

/**
 * Gives one of them a new key with a new certificate, whatever the state of the present one; returns the certificate, PEM.
 * @throws RangeError where the member has nobody of that id
 */
export const renewPerson = async (
  member: Member,
  id: string,
  authority: CertificateAuthority,
  wallets: MemberWallets,
): Promise<string> => {
  const wanted = everybody(member, wallets).find(({ registration }) => registration.id === id);
  if (!wanted) throw new RangeError(`${member.name} has nobody called ${id}`);
  return (await enrol(authority, wanted)).certificate;
};
