import { sha256 } from '#platform';
import { concat, uint32, utf8, type Bytes } from './bytes.ts';

/** What RFC 7518 section 4.6.2 mixes into a derived key. */
export interface KdfInfo {
  /** `AlgorithmID`: `enc` for direct agreement, `alg` for agreement with key wrapping. */
  readonly algorithm: string;
  readonly bits: number;
  /** Bytes of `apu` and `apv`; empty where the header has none. */
  readonly partyU?: Uint8Array;
  readonly partyV?: Uint8Array;
}

/** The Concat KDF of NIST SP 800-56A with SHA-256, as RFC 7518 section 4.6.2 uses it; WebCrypto has none. */
export async function concatKdf(agreed: Uint8Array, info: KdfInfo): Promise<Bytes> {
  const none = new Uint8Array();
  const other = concat(
    prefixed(utf8(info.algorithm)),
    prefixed(info.partyU ?? none),
    prefixed(info.partyV ?? none),
    uint32(info.bits),
  );
  const rounds = Math.ceil(info.bits / 256);
  const blocks: Bytes[] = [];
  for (let round = 1; round <= rounds; round += 1) blocks.push(await sha256(concat(uint32(round), agreed, other)));
  return concat(...blocks).slice(0, info.bits / 8);
}

const prefixed = (bytes: Uint8Array): Bytes => concat(uint32(bytes.length), bytes);
