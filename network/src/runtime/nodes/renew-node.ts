import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ConsenterCertificates, renewalUpdate } from '../../channel/consenter-update';
import { CertificateAuthority } from '../../identity/certificate-authority';
import { memberNamed } from '../../topology/consortium';
import type { Node } from '../node';
import type { MemberAccess, ProcessHost } from '../runtime';
import { changeConsenters } from './consenter-change';
import { enrolIdentity, presentIdentity } from './enrol-nodes';
import { type NodeIdentity, writeNodeIdentity } from './identity-files';
import { untilActive } from './join-channel';
import { nodeHosts } from './member-nodes';
import { participationAccess } from './member-nodes';
import { nodeFolders } from './node-folders';
import type { NodesCare } from './nodes-care';

/** A CA makes itself the TLS certificate that it does not find. */
const AUTHORITY_TLS_CERTIFICATE = 'tls-cert.pem';

const certificatesOf = ({ signing, tls }: NodeIdentity): ConsenterCertificates => ({
  identity: signing.certificate,
  tls: tls.certificate,
});

/** Certificates that a former attempt got and did not bring into use are used now: the channel may know them already. */
const nextIdentity = async (
  care: NodesCare,
  node: Node,
  access: MemberAccess,
  folder: string,
): Promise<NodeIdentity> => {
  const member = memberNamed(care.consortium, node.member)!;
  const authorities = access.authority.tlsAuthorities;
  const begun = presentIdentity(folder, member, authorities);
  if (begun) return begun;
  const authority = new CertificateAuthority(member.mspId, access.authority);
  return enrolIdentity(node, folder, authority, authorities, nodeHosts(node, care.layout));
};

const renewAuthority = async (care: NodesCare, host: ProcessHost, node: Node): Promise<void> => {
  await care.stop(host, node);
  await care.storage.removeFile(node, AUTHORITY_TLS_CERTIFICATE);
  await care.start(host, node);
};

/**
 * Gives a node new keys with new certificates of its member's CA. The channel knows an orderer by its certificates: they are made
 * known first, and then the node, and no other, starts anew with them. It can be repeated at whatever point it broke off.
 */
export const renewNode = async (
  care: NodesCare,
  host: ProcessHost,
  node: Node,
  say: (detail: string) => void,
): Promise<void> => {
  if (node.kind === 'ca') return renewAuthority(care, host, node);
  const { consortium, directory } = care;
  const members = await care.members();
  const member = memberNamed(consortium, node.member)!;
  const access = members.find(({ name }) => name === node.member)!;
  const { configuration } = nodeFolders(directory, node);
  const next = join(dirname(configuration), 'next');
  say('enrol');
  const renewed = await nextIdentity(care, node, access, next);
  const present = presentIdentity(configuration, member, access.authority.tlsAuthorities);
  if (node.kind === 'orderer' && present && present.tls.certificate !== renewed.tls.certificate) {
    say('tell the channel');
    const change = { consortium, directory, members, member: node.member };
    const [from, to] = [certificatesOf(present), certificatesOf(renewed)];
    await changeConsenters(change, (config) => renewalUpdate(consortium.channel, config, from, to));
  }
  say('restart');
  await care.stop(host, node);
  writeNodeIdentity(configuration, renewed);
  await care.start(host, node);
  if (node.kind === 'orderer') {
    const participation = participationAccess(member, directory, access.authority.tlsAuthorities[0]!);
    await untilActive(node.member, participation, consortium.channel);
  }
  if (existsSync(next)) rmSync(next, { recursive: true });
};
