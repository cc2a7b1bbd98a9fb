/** A certificate authority that the suite is run against: an organisation's own, with one administrator. */
export interface ServerUnderTest {
  /** `https://localhost:port` */
  readonly url: string;
  readonly caName: string;
  readonly adminUser: string;
  readonly adminSecret: string;
  /** Whom to trust for TLS, PEM. */
  readonly tlsRootPem: string;
  close(): Promise<void>;
}

/** What the suite counts on: this administrator, no affiliations, removal allowed. */
export const ADMIN = { adminUser: 'admin', adminSecret: 'admin-secret' } as const;
