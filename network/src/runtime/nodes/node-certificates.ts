import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import type { Node } from '../node';
import type { NodeCertificate } from '../node-certificate';
import { IDENTITY_FILES } from './identity-files';
import { nodeFolders } from './node-folders';

/** Where each kind of certificate of a node stands. */
const placesOf = (directory: NetworkDirectory, node: Node): readonly [NodeCertificate['use'], string][] => {
  const { configuration, data } = nodeFolders(directory, node);
  if (node.kind === 'ca') {
    return [
      ['authority', join(data, 'ca-cert.pem')],
      ['tls', join(data, 'tls-cert.pem')],
    ];
  }
  return [
    ['identity', join(configuration, IDENTITY_FILES.certificate)],
    ['tls', join(configuration, IDENTITY_FILES.tlsCertificate)],
  ];
};

/** The certificates of nodes whose files are on this machine. */
export const nodeCertificates = (nodes: readonly Node[], directory: NetworkDirectory): readonly NodeCertificate[] =>
  nodes.flatMap((node) =>
    placesOf(directory, node).flatMap(([use, path]) =>
      existsSync(path) ? [{ node: node.name, use, certificate: readFileSync(path, 'utf8') }] : [],
    ),
  );
