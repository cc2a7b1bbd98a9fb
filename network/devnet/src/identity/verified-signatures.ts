import { BoundedCache } from '../wire/bounded-cache';
import { bytesKey } from '../wire/bytes';
import { sha256 } from '../wire/hashes';

const known = new BoundedCache<string, true>(8192);

const nameOf = (fingerprint: string, message: Uint8Array, signature: Uint8Array): string =>
  bytesKey(sha256(Buffer.from(fingerprint), sha256(message), signature));

/**
 * Signatures that hold, by a hash of certificate, message and signature: this process verified them, or made them. A network verifies an
 * envelope when an orderer takes it and again in its block, and endorsements in the block of peers that stand right here; the second time
 * costs a tenth.
 */
export const verifiedSignatures = {
  /** @param fingerprint of the signer's certificate */
  has: (fingerprint: string, message: Uint8Array, signature: Uint8Array): boolean =>
    known.get(nameOf(fingerprint, message, signature)) === true,
  add: (fingerprint: string, message: Uint8Array, signature: Uint8Array): void =>
    known.set(nameOf(fingerprint, message, signature), true),
};
