import type { RegisteredIdentity } from '../registry/identities';
import type { CertificateFacts } from './certificate-facts';
import type { CaContext } from './context';
import type { RequestBody } from './request-body';

/** Who sent a request, and by which certificate where by one. */
export interface Caller {
  readonly identity: RegisteredIdentity;
  readonly certificate?: CertificateFacts;
}

/** A request to an authority, its sender known. */
export interface CaRequest {
  readonly context: CaContext;
  readonly caller: Caller;
  readonly body: RequestBody;
  readonly query: URLSearchParams;
  /** What stands in the path after the collection: an identity's or an affiliation's name. */
  readonly parameter: string;
}
