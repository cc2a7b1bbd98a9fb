import type { EmergencyWrap, Envelope, PrivateHolding, PublicJwk, VersionWraps, Wrap } from '../../api';
import { HOLDING_KINDS, MOST_WRAPS } from '../../api';
import { base64url, digest, keyId, recordId, section } from './fields';
import { list, matching, oneOf, optional, record, whole } from './schema';

/** 32 bytes, base64url. */
const coordinate = matching('^[A-Za-z0-9_-]{43}$', 'coordinate');

/** A public key and no more: a private part (`d`) is refused as an unknown property. */
export const publicJwk = record<PublicJwk>({ kty: oneOf(['EC']), crv: oneOf(['P-256']), x: coordinate, y: coordinate });

const wrap = record<Wrap>({
  header: record<Wrap['header']>({ kid: keyId, epk: publicJwk }),
  // 32 bytes of key and 8 of check.
  encrypted_key: matching('^[A-Za-z0-9_-]{54}$', 'wrapped-key'),
});

export const sectionVersion = whole(1, 1_000_000);

/** Forms of what travels in the transient map for records. */
export const ENVELOPE_INPUT = {
  envelope: record<Envelope>({
    protected: base64url,
    aad: base64url,
    iv: matching('^[A-Za-z0-9_-]{16}$', 'iv'),
    ciphertext: base64url,
    tag: matching('^[A-Za-z0-9_-]{22}$', 'tag'),
    recipients: list(wrap, 1, MOST_WRAPS),
  }),
  versionWraps: list(
    record<VersionWraps>({ version: sectionVersion, recipients: list(wrap, 1, MOST_WRAPS) }),
    1,
    MOST_WRAPS,
  ),
  emergencyWraps: list(record<EmergencyWrap>({ section, version: sectionVersion, wrap }), 1, MOST_WRAPS),
  holdings: list(
    record<PrivateHolding>({
      kind: oneOf(HOLDING_KINDS),
      section: optional(section),
      version: optional(sectionVersion),
      batch: optional(digest),
      emergency: optional(recordId),
    }),
    0,
    10_000,
  ),
} as const;
