import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bringIntoForce, readChannelConfig } from '../channel/channel-configuration';
import { revocationUpdate } from '../channel/revocation-update';
import { writeRecord } from '../directory/network-record';
import { signerOf } from '../fabric/signer';
import { CertificateAuthority } from '../identity/certificate-authority';
import { ADMIN_LABEL } from '../identity/enrol-member';
import type { Progress } from '../progress/progress';
import { hasOrderer } from '../runtime/runtime';
import type { Member } from '../topology/consortium';
import { recordOf } from './record';
import { requireAccess, requireRunning } from './require-running';
import type { Session } from './session';

/** What revoking came to. */
export interface Revocation {
  /** `<mspId>:<enrolment id>` */
  readonly actor: string;
  /** Of the channel's configuration, with the list in it. */
  readonly sequence: number;
}

/**
 * Ends a person's certificates for good: at the member's authority, and on the channel, by the authority's revocation list in
 * the member's MSP. Only the second makes peers refuse them.
 */
export const revokePerson = async (
  session: Session,
  member: Member,
  id: string,
  progress: Progress,
): Promise<Revocation> => {
  const { consortium, directory } = session;
  const members = await requireAccess(session, await requireRunning(session));
  const access = members.find(({ name }) => name === member.name)!;
  const authority = new CertificateAuthority(member.mspId, access.authority);
  const administrator = signerOf(directory.wallets(member.name).administration.get(ADMIN_LABEL)!);
  const list = await progress.step(`Revoke ${id} at the CA of ${member.name}`, async () => {
    await authority.revoke(id);
    return authority.revocationList();
  });
  const actor = `${member.mspId}:${id}`;
  const record = recordOf(session);
  writeRecord(directory, { ...record, revoked: [...new Set([...(record.revoked ?? []), actor])] });
  rmSync(join(directory.member(member.name).wallet, `${id}.id`), { force: true });
  const sequence = await progress.step('Tell the channel', async () => {
    const config = await readChannelConfig(access.peer, administrator, consortium.channel);
    const update = revocationUpdate(consortium.channel, config, member.mspId, [list]);
    const orderers = [access, ...members.filter(({ name }) => name !== member.name)].filter(hasOrderer);
    return bringIntoForce({
      channel: consortium.channel,
      from: config,
      update,
      signer: administrator,
      orderers: orderers.map(({ orderer }) => orderer),
      peer: access.peer,
    });
  });
  return { actor, sequence };
};
