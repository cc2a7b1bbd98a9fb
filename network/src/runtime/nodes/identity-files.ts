import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writePrivate } from '../../identity/private-file';
import type { WalletIdentity } from '../../identity/wallet';

/** Where a node's keys and certificates stand, within the folder of its configuration. */
export const IDENTITY_FILES = {
  /** The folder that Fabric calls a local MSP. */
  msp: 'msp',
  certificate: 'msp/signcerts/certificate.pem',
  key: 'msp/keystore/key.pem',
  tlsCertificate: 'tls/certificate.pem',
  tlsKey: 'tls/key.pem',
  tlsAuthorities: 'tls/authorities.pem',
  /** Of an orderer: who may use its participation API. */
  operatorCertificate: 'operator/certificate.pem',
  operatorKey: 'operator/key.pem',
} as const;

/** What a node proves itself with. */
export interface NodeIdentity {
  readonly signing: WalletIdentity;
  readonly tls: WalletIdentity;
  /** PEM; of the member's CA. */
  readonly authorities: readonly string[];
}

const ORGANISATIONAL_UNITS = ['client', 'peer', 'admin', 'orderer'] as const;

/** Types of identity are told by the organisational unit in the certificate, which the CA writes there. */
const nodeUnits = (): string => {
  const units = ORGANISATIONAL_UNITS.map((unit) => [
    `${unit[0]!.toUpperCase()}${unit.slice(1)}OUIdentifier`,
    { OrganizationalUnitIdentifier: unit },
  ]);
  return stringify({ NodeOUs: { Enable: true, ...Object.fromEntries(units) } });
};

/** Writes a node's identities as Fabric's programs read them. */
export const writeNodeIdentity = (folder: string, { signing, tls, authorities }: NodeIdentity): void => {
  const write = (name: string, content: string) => writePrivate(join(folder, name), content);
  authorities.forEach((authority, index) => {
    write(`msp/cacerts/authority-${index}.pem`, authority);
    write(`msp/tlscacerts/authority-${index}.pem`, authority);
  });
  write('msp/config.yaml', nodeUnits());
  write(IDENTITY_FILES.key, signing.privateKey);
  write(IDENTITY_FILES.certificate, signing.certificate);
  write(IDENTITY_FILES.tlsAuthorities, authorities.join('\n'));
  write(IDENTITY_FILES.tlsKey, tls.privateKey);
  write(IDENTITY_FILES.tlsCertificate, tls.certificate);
};

const read = (folder: string, name: string): string | undefined => {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};

/** A node's certificates, as far as it has them. */
export const readNodeCertificates = (folder: string) => ({
  signing: read(folder, IDENTITY_FILES.certificate),
  tls: read(folder, IDENTITY_FILES.tlsCertificate),
});

/** The key for which an orderer opens its participation API. */
export const readOperatorIdentity = (folder: string) => ({
  certificate: readFileSync(join(folder, IDENTITY_FILES.operatorCertificate), 'utf8'),
  privateKey: readFileSync(join(folder, IDENTITY_FILES.operatorKey), 'utf8'),
});
