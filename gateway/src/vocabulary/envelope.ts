import { PATTERNS, SECTIONS, type Envelope, type Wrap } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { KeyId } from './identifiers';
import { choice, list, pattern } from './shapes';

export const SectionName = choice(SECTIONS, { description: 'A part of a case', examples: ['treatment'] });

export const Sections = list(SectionName, { minItems: 1, maxItems: SECTIONS.length, uniqueItems: true });

const Base64url = pattern(PATTERNS.base64url, { description: 'base64url' });
const Coordinate = pattern('^[A-Za-z0-9_-]{43}$', { description: '32 bytes, base64url' });

/** A public key on P-256 as a JWK; a private half beside it is refused. */
export const PublicKeySchema = Input(
  {
    kty: Type.Literal('EC'),
    crv: Type.Literal('P-256'),
    x: Coordinate,
    y: Coordinate,
  },
  { description: 'Public key (JWK, RFC 7517)' },
);

const WrapInput = Input({
  header: Input({ kid: KeyId, epk: PublicKeySchema }),
  encrypted_key: Base64url,
});

/** The content key of one version, wrapped for one key. */
export const WrapSchema = Type.Unsafe<Wrap>(WrapInput);

/** A sealed content as its author's own device made it. */
export const EnvelopeSchema = Type.Unsafe<Envelope>(
  Input(
    {
      protected: Base64url,
      aad: Base64url,
      iv: Base64url,
      ciphertext: Base64url,
      tag: Base64url,
      recipients: Type.Array(WrapInput, { minItems: 1, maxItems: 1000 }),
    },
    { description: 'JWE in general JSON serialisation (RFC 7516)' },
  ),
);
