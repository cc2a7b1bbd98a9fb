export { SealError, isSealError, type SealErrorKind } from './seal-error.ts';
export { canonicalJson } from './canonical-json.ts';
export type { Context } from './context.ts';
export {
  generateKey,
  publicKeyOf,
  readPrivateKey,
  readPublicKey,
  thumbprint,
  type PrivateKey,
  type PublicKey,
} from './encryption-key.ts';
export { exportKey, importKey } from './protect-key.ts';
export { isProven, prove, type KeyRegistration } from './proof.ts';
export { KeyInMemory, type KeyHolder } from './key-holder.ts';
export type { ContentKey } from './content-key.ts';
export type { Wrap } from './wrap.ts';
export { MAX_CONTENT_BYTES, MAX_RECIPIENTS, type Envelope, type SealedContent } from './envelope.ts';
export { seal, type SealOptions } from './seal.ts';
export { open, withWraps, wrapFor } from './open.ts';
export { commitmentTo, commitmentToEnvelope, drawSalt } from './commitment.ts';
