import type { CaContext } from './context';

/** What an authority says of itself: JSON as Fabric CA gives it. */
export interface CaInfo {
  readonly CAName: string;
  /** Base64 of PEM. */
  readonly CAChain: string;
  /** Empty: there is no Idemix here. */
  readonly IssuerPublicKey: string;
  readonly IssuerRevocationPublicKey: string;
  readonly Version: string;
}

/** The version of Fabric CA whose answers are given. */
const VERSION = '1.5.15';

/** Answers `cainfo`, which asks for no authentication. */
export const caInfo = ({ name, authority }: CaContext): CaInfo => ({
  CAName: name,
  CAChain: Buffer.from(authority.certificatePem).toString('base64'),
  IssuerPublicKey: '',
  IssuerRevocationPublicKey: '',
  Version: VERSION,
});
