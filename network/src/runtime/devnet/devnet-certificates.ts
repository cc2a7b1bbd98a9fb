import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesOf } from '../../identity/certificate-state';
import type { Consortium } from '../../topology/consortium';
import { nodeOf } from '../node';
import type { NodeCertificate } from '../node-certificate';

/** The certificates of a devnet's nodes, from the folder in which it keeps them. */
export const devnetCertificates = ({ members }: Consortium, data: string): readonly NodeCertificate[] =>
  members.flatMap(({ name, domain }) => {
    const [ca, orderer, peer] = [nodeOf('ca', name), nodeOf('orderer', name), nodeOf('peer', name)];
    const places = [
      { node: ca, use: 'authority', file: 'authority' },
      { node: orderer, use: 'identity', file: `orderer-orderer0.${domain}` },
      { node: orderer, use: 'tls', file: `orderer-orderer0.${domain}-tls` },
      { node: peer, use: 'identity', file: `peer-peer0.${domain}` },
      { node: peer, use: 'tls', file: `peer-peer0.${domain}-tls` },
    ] as const;
    return places.flatMap(({ node, use, file }) => {
      const path = join(data, 'organisations', name, 'ca', `${file}.pem`);
      const [certificate] = existsSync(path) ? certificatesOf(readFileSync(path, 'utf8')) : [];
      return certificate ? [{ node: node.name, use, certificate }] : [];
    });
  });
