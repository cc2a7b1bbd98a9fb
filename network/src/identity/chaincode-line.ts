import { existsSync, readFileSync } from 'node:fs';
import type { NetworkDirectory } from '../directory/network-directory';
import type { BuilderVariables } from '../lifecycle/connection-template';
import type { Member } from '../topology/consortium';
import { endOf } from './certificate-state';
import { writePrivate } from './private-file';
import { createSelfSigned } from './self-signed';

const DAYS = 825;
const RENEW_BEFORE_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

const read = (path: string): string => readFileSync(path, 'utf8');

const isKept = (certificates: readonly string[], now: Date): boolean =>
  certificates.every(
    (path) => existsSync(path) && endOf(read(path)).getTime() - now.getTime() > RENEW_BEFORE_MILLISECONDS,
  );

/**
 * The keys of the TLS line between a member's peer and its chaincode process. Each end trusts the other's one certificate
 * and no authority, so nobody else can be either end. They are made before the peer starts, and renewed when they are old.
 * @param host where the peer reaches the process
 * @returns what the peer fills into the chaincode package's template
 */
export const chaincodeLine = (
  member: Member,
  directory: NetworkDirectory,
  host = 'localhost',
  now = new Date(),
): BuilderVariables => {
  const files = directory.member(member.name).chaincode;
  if (!isKept([files.certificate, files.clientCertificate], now)) {
    const server = createSelfSigned(
      `chaincode.${member.domain}`,
      [...new Set(['localhost', '127.0.0.1', host])],
      DAYS,
      now,
    );
    const client = createSelfSigned(`peer.${member.domain}`, [], DAYS, now);
    writePrivate(files.key, server.privateKey);
    writePrivate(files.clientKey, client.privateKey);
    writePrivate(files.clientCertificate, client.certificate);
    writePrivate(files.certificate, server.certificate);
  }
  return {
    chaincode_address: `${host}:${member.ports.chaincode}`,
    chaincode_certificate: read(files.certificate),
    peer_key: read(files.clientKey),
    peer_certificate: read(files.clientCertificate),
  };
};
