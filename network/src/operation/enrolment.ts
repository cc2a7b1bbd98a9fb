import { authorityChain } from '../identity/authority-chain';
import { CertificateAuthority } from '../identity/certificate-authority';
import { enrolMember } from '../identity/enrol-member';
import { writePrivate } from '../identity/private-file';
import type { MemberAccess } from '../runtime/runtime';
import type { Member } from '../topology/consortium';
import { recordOf } from './record';
import type { Session } from './session';

/** What came of enrolling one member. */
export interface MemberEnrolment {
  readonly member: string;
  readonly enrolled: readonly string[];
  readonly kept: readonly string[];
}

const enrolOne = async (session: Session, member: Member, access: MemberAccess): Promise<MemberEnrolment> => {
  const { directory } = session;
  const authority = new CertificateAuthority(member.mspId, access.authority);
  const authorities = await authorityChain(access.authority);
  writePrivate(directory.member(member.name).authorities, authorities.join('\n'));
  const revoked = recordOf(session).revoked ?? [];
  const people = member.people.filter(({ id }) => !revoked.includes(`${member.mspId}:${id}`));
  const outcome = await enrolMember({ ...member, people }, authority, directory.wallets(member.name), authorities);
  return { member: member.name, ...outcome };
};

/** Enrols everybody of the consortium file at the certificate authority of his or her own member. */
export const enrolAll = (session: Session, members: readonly MemberAccess[]): Promise<readonly MemberEnrolment[]> =>
  Promise.all(
    session.consortium.members.map((member) =>
      enrolOne(
        session,
        member,
        members.find(({ name }) => name === member.name)!,
      ),
    ),
  );
