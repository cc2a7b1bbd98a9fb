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
  type Recipient,
} from './encryption-key.ts';
export { exportKey, importKey } from './protect-key.ts';
export { isProven, prove, type KeyRegistration } from './proof.ts';
export { KeyInMemory, type KeyHolder } from './key-holder.ts';
export type { ContentKey } from './content-key.ts';
export { wrapKey, type Wrap } from './wrap.ts';
export { MAX_CONTENT_BYTES, MAX_RECIPIENTS, type Envelope, type SealedContent } from './envelope.ts';
export { seal, type SealOptions } from './seal.ts';
export { open, withWraps, wrapFor } from './open.ts';
export { commitmentTo, commitmentToEnvelope, drawSalt } from './commitment.ts';
export { AttachmentCipher, drawAttachmentSecret } from './attachment/attachment-cipher.ts';
export { attachmentDigest, chunkDigest, digestOfSealed } from './attachment/attachment-digest.ts';
export {
  CHUNK_BYTES,
  MAX_ATTACHMENT_BYTES,
  SEALED_CHUNK_BYTES,
  chunkCount,
  sealedSize,
  type ByteSource,
} from './attachment/format.ts';
export { rechunk, type Chunk } from './attachment/rechunk.ts';
export { openAttachment, type AttachmentReference } from './attachment/open-attachment.ts';
export {
  sealAttachment,
  sendAttachment,
  type AttachmentSummary,
  type SealedChunk,
} from './attachment/seal-attachment.ts';
