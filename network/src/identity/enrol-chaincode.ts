import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { NetworkDirectory } from '../directory/network-directory';
import type { ChaincodeTls } from '../runtime/runtime';
import type { Member } from '../topology/consortium';
import type { CertificateAuthority } from './certificate-authority';
import { isInForce } from './certificate-state';
import { writePrivate } from './private-file';

/** Enrolment id of a member's chaincode process. */
const CHAINCODE_ID = 'chaincode';

const read = (path: string): string => readFileSync(path, 'utf8');

/**
 * TLS certificates for the line between a member's peer and its chaincode process: the process is the server, the peer the
 * client, and each checks the other. Those in force are kept.
 */
export const enrolChaincode = async (
  member: Member,
  authority: CertificateAuthority,
  directory: NetworkDirectory,
  authorities: readonly string[],
): Promise<ChaincodeTls> => {
  const files = directory.member(member.name).chaincode;
  const isKept = [files.certificate, files.clientCertificate].every(
    (path) => existsSync(path) && isInForce(read(path), authorities, new Date()),
  );
  if (!isKept) {
    const registration = { id: CHAINCODE_ID, secret: randomBytes(24).toString('base64url'), type: 'client' as const };
    await authority.register({ ...registration, attributes: [] });
    const [server, client] = await Promise.all(
      [['localhost', '127.0.0.1'], []].map((hosts) =>
        authority.enrol(CHAINCODE_ID, registration.secret, { profile: 'tls', hosts }),
      ),
    );
    writePrivate(files.key, server!.identity.privateKey);
    writePrivate(files.certificate, server!.identity.certificate);
    writePrivate(files.clientKey, client!.identity.privateKey);
    writePrivate(files.clientCertificate, client!.identity.certificate);
    writePrivate(files.authorities, authorities.join('\n'));
  }
  return {
    clientKey: read(files.clientKey),
    clientCertificate: read(files.clientCertificate),
    authorities: read(files.authorities),
  };
};
