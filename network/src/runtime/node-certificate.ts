import type { Node } from './node';

/** A certificate that a node shows. */
export interface NodeCertificate {
  readonly node: Node['name'];
  readonly use: 'identity' | 'tls' | 'authority';
  /** PEM. */
  readonly certificate: string;
}
