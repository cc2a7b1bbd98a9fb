import { KEY_STATUSES, KEY_USES } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input, ReceiptSchema } from '../http/route';
import { choice, instant, KeyId, list, Owner, pattern, PublicKeySchema } from '../vocabulary';

const Use = choice(KEY_USES, {
  description:
    '`encryption`: for what is written to the owner; `emergency`: a member, for the cases of other hospitals',
});

/** Of a key on one's own device: the device made it and proves that it has it. */
export const RegisterKeyBody = Type.Union([
  Input(
    {
      publicKey: Type.Optional(PublicKeySchema),
      version: Type.Optional(Type.Integer({ minimum: 1, description: 'The one after the latest; 1 for the first' })),
      proof: Type.Optional(
        pattern('^[A-Za-z0-9_-]{86}$', {
          description: 'ECDSA signature by the key over canonical JSON of channel, owner, use, version, thumbprint',
        }),
      ),
    },
    { examples: [{}] },
  ),
  Type.Null(),
]);

export const OrganisationKeyBody = Input({ use: Use }, { examples: [{ use: 'encryption' }] });

export const RetireKeyBody = Input({
  owner: Type.Optional(Owner),
  use: Type.Optional(Use),
  version: Type.Integer({ minimum: 1 }),
  status: choice(['retired', 'lost'] as const, {
    description: '`lost`: nor can its owner open what was wrapped for it',
  }),
});

export const KeysQuery = Input({ owner: Type.Optional(Owner) });

export const KeySchema = Type.Object({
  id: KeyId,
  owner: Owner,
  use: Use,
  version: Type.Integer({ minimum: 1 }),
  jwk: PublicKeySchema,
  status: choice(KEY_STATUSES),
  registeredAt: instant('When it was registered'),
  updatedAt: instant('When it last changed'),
  kept: Type.Optional(
    choice(['here', 'own-device', 'elsewhere'] as const, { description: "Of one's own: where the private half is" }),
  ),
});

export const KeyList = Type.Object({
  items: list(KeySchema, { description: 'Oldest first' }),
  channel: Type.String({ description: 'What proofs and envelopes are bound to' }),
});

export const KeyWithReceipt = Type.Object({
  ...KeySchema.properties,
  receipt: Type.Optional(
    Type.Unsafe<{ transactionId: string; block: number; endorsers: readonly string[] }>(ReceiptSchema),
  ),
});
