import { CHUNK_BYTES } from '@rxledger/client';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { CaseId, Digest, list, pattern, ReceiptId, SectionName } from '../vocabulary';

const ContentId = pattern('^[0-9a-z][0-9a-z-]{7,63}$', { description: 'Id of an attachment in the content store' });

export const SECRET = '^[A-Za-z0-9_-]{43}$';

export const AttachmentParams = Input({ id: CaseId, attachment: ContentId });

export const PartParams = Input({
  id: CaseId,
  attachment: ContentId,
  index: Type.Integer({ minimum: 0, maximum: 9999, description: 'From 0' }),
});

export const BeginBody = Input({ section: SectionName }, { examples: [{ section: 'examination' }] });

export const Begun = Type.Object({
  id: ContentId,
  secret: pattern(SECRET, {
    description: 'Opens it. Send it with every chunk, and name it where the section is written',
  }),
  chunkBytes: Type.Integer({ description: 'Bytes of every chunk but the last', examples: [CHUNK_BYTES] }),
});

export const ChunkQuery = Input({
  last: Type.Optional(Type.Boolean({ description: 'It is the last chunk' })),
  sealed: Type.Optional(Type.Boolean({ description: "The caller's own device has sealed it" })),
});

export const PartSchema = Type.Object({
  index: Type.Integer(),
  size: Type.Integer({ description: 'Bytes of what is stored' }),
  digest: Digest,
});

export const StateAnswer = Type.Object({
  state: Type.Union([Type.Literal('absent'), Type.Literal('begun'), Type.Literal('finished')]),
  parts: list(PartSchema, { description: 'Which need not be sent again' }),
});

export const FinishBody = Input({
  digests: list(Digest, { minItems: 1, maxItems: 64, description: 'Of all parts, in order' }),
});

export const Finished = Type.Object({
  id: ContentId,
  size: Type.Integer({ description: 'Bytes of what is stored' }),
  digest: Digest,
});

/** Of a receipt: 32 bytes, hex. */
export const TICKET = '^[0-9a-f]{64}$';

export const SharedQuery = Input({
  receipt: ReceiptId,
  section: SectionName,
  version: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the section; the latest unless told' })),
});

export const DownloadQuery = Input({
  receipt: ReceiptId,
  section: SectionName,
  version: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the section; the latest unless told' })),
  sealed: Type.Optional(Type.Boolean({ description: "As it is stored, for a key on one's own device" })),
});
