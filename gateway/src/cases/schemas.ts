import { BASES, CASE_STATUSES, PURPOSES, ROLES, SECTIONS } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import {
  Actor,
  CaseId,
  choice,
  Digest,
  EmergencyId,
  EnvelopeSchema,
  GrantId,
  instant,
  KeyId,
  line,
  list,
  MspId,
  Owner,
  PAGING,
  pattern,
  PublicKeySchema,
  ReceiptId,
  Salt,
  SectionName,
  Sections,
  submitted,
  WrapSchema,
} from '../vocabulary';

export const CaseParams = Input({ id: CaseId });
export const SectionParams = Input({ id: CaseId, section: SectionName });

export const OpenBody = Input({ patient: Actor }, { examples: [{ patient: 'HospitalMSP:p-7f3k' }] });
export const PersonBody = Input({ person: Actor }, { examples: [{ person: 'HospitalMSP:d-204c' }] });

export const CaseSchema = Type.Object({
  id: CaseId,
  hospital: MspId,
  subject: Type.Unsafe<string>({ ...Digest, description: 'Commitment to who the patient is' }),
  status: choice(CASE_STATUSES),
  openedAt: instant('When it was opened'),
  updatedAt: instant('When it last changed'),
});

export const CaseWithReceipt = submitted(CaseSchema);

const Attachment = Type.Object({ hash: Digest, size: Type.Integer({ description: 'Bytes of the ciphertext' }) });

export const VersionSchema = Type.Object({
  case: CaseId,
  section: SectionName,
  version: Type.Integer({ minimum: 1 }),
  commitment: Type.Unsafe<string>({
    ...Digest,
    description: 'HMAC-SHA-256(salt, canonical JSON of the envelope without wraps)',
  }),
  author: Actor,
  role: choice(ROLES),
  organisation: MspId,
  basis: choice(BASES),
  purpose: choice(PURPOSES),
  grant: Type.Optional(GrantId),
  at: instant('When it was written'),
  size: Type.Integer({ description: 'Characters of the ciphertext' }),
  attachments: list(Attachment),
});

export const VersionWithReceipt = submitted(VersionSchema);

export const TreatingSchema = Type.Object({
  case: CaseId,
  person: Actor,
  isTreating: Type.Boolean(),
  updatedAt: instant('When it last changed'),
  updatedBy: Actor,
});

export const TreatingWithReceipt = submitted(TreatingSchema);

export const CaseAnswer = Type.Object({
  ...CaseSchema.properties,
  versions: list(VersionSchema),
  treating: list(TreatingSchema),
  isHeld: Type.Boolean({ description: 'A legal hold stops its erasure' }),
});

export const CasesQuery = Input({
  status: Type.Optional(choice(CASE_STATUSES)),
  mine: Type.Optional(Type.Boolean({ description: 'Only those that the caller opened' })),
  atLeastBlock: Type.Optional(
    Type.Integer({ minimum: 0, description: "Wait until the list shows this block: a receipt's" }),
  ),
  ...PAGING,
});

export const CasesPage = Type.Object({
  items: list(
    Type.Object({
      id: CaseId,
      hospital: MspId,
      status: choice(CASE_STATUSES),
      openedBy: Actor,
      openedAt: instant('When it was opened'),
      updatedAt: instant('When it last changed'),
    }),
  ),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
  asOfBlock: Type.Optional(Type.Integer({ description: 'The list shows the ledger up to this block' })),
});

/** On what ground: left out, it follows from the rest and from who calls. */
export const GROUND = {
  basis: Type.Optional(choice(BASES, { description: 'Left out: own for patients, treating for the hospital' })),
  purpose: Type.Optional(choice(PURPOSES)),
  grant: Type.Optional(GrantId),
};

const AttachmentInput = Input({
  id: pattern('^[0-9a-z][0-9a-z-]{7,63}$', { description: 'Of the upload' }),
  secret: pattern('^[A-Za-z0-9_-]{43}$', { description: 'Of the upload' }),
  size: Type.Integer({ minimum: 0, description: 'Bytes before sealing' }),
  digest: Digest,
  name: Type.Optional(line(200)),
  mediaType: Type.Optional(pattern('^[a-z]+/[a-z0-9.+-]{1,80}$')),
});

export const WriteBody = Input(
  {
    content: Type.Optional(
      Type.Unknown({ description: 'Any JSON: what the section says. Sealed here, before anything leaves' }),
    ),
    attachments: Type.Optional(list(AttachmentInput, { maxItems: 20 })),
    sealed: Type.Optional(
      Input(
        {
          envelope: EnvelopeSchema,
          salt: Salt,
          attachments: Type.Optional(
            list(Input({ hash: Digest, size: Type.Integer({ minimum: 1 }) }), { maxItems: 20 }),
          ),
        },
        { description: "In place of content: what the caller's own device sealed" },
      ),
    ),
    ...GROUND,
    recipients: Type.Optional(
      list(Input({ grant: GrantId, grantee: Owner }), {
        maxItems: 50,
        description: 'Consents to read whose grantees are let in at once, with to whom each was given',
      }),
    ),
  },
  {
    examples: [
      { content: { diagnosis: 'J01.9', plan: 'amoxicillin for 7 days', prescription: '4z8k2m6p0q1r3s5t7v9w1x3y5z' } },
    ],
  },
);

export const AudienceQuery = Input({ ...GROUND });

export const AudienceAnswer = Type.Object({
  binding: Type.Object(
    {
      channel: Type.String(),
      purpose: Type.Literal('section'),
      subject: CaseId,
      section: SectionName,
      version: Type.Integer({ minimum: 1 }),
    },
    { description: 'What the envelope is bound to' },
  ),
  recipients: list(Type.Object({ kid: KeyId, key: PublicKeySchema }), { description: 'Whom it must be wrapped for' }),
});

export const ReadBody = Input(
  {
    sections: Sections,
    ...GROUND,
    emergency: Type.Optional(EmergencyId),
  },
  { examples: [{ sections: ['base', 'treatment'] }] },
);

export const ReadQuery = Input({
  receipt: ReceiptId,
  version: Type.Optional(Type.Integer({ minimum: 1, description: 'The latest unless told' })),
});

export const ReceiptLine = Type.Object({
  id: ReceiptId,
  case: CaseId,
  sections: list(SectionName),
  reader: Actor,
  basis: choice(BASES),
  purpose: choice(PURPOSES),
  grant: Type.Optional(GrantId),
  emergency: Type.Optional(EmergencyId),
  at: instant('When the window opened'),
  until: instant('When it closes'),
});

const AttachmentOut = Type.Object({
  id: Type.String(),
  size: Type.Integer(),
  digest: Digest,
  name: Type.Optional(Type.String()),
  mediaType: Type.Optional(Type.String()),
});

export const SectionContent = Type.Object({
  section: SectionName,
  version: Type.Optional(Type.Integer()),
  author: Type.Optional(Actor),
  at: Type.Optional(instant('When it was written')),
  content: Type.Optional(Type.Unknown({ description: 'What the section says' })),
  attachments: Type.Optional(list(AttachmentOut)),
  sealed: Type.Optional(
    Type.Object(
      { envelope: EnvelopeSchema, salt: Salt },
      { description: "In place of content, where the key is on the caller's own device" },
    ),
  ),
  problem: Type.Optional(Type.String({ description: 'Why there is nothing: a code of the error table' })),
});

export const ReadAnswer = submitted(ReceiptLine, {
  ticket: pattern('^[0-9a-f]{64}$', {
    description: 'Goes as header `receipt-ticket` with the download of an attachment that another organisation holds',
  }),
  contents: list(SectionContent),
});

export const WrapsBody = Input(
  {
    sections: Sections,
    basis: Type.Optional(choice(['own', 'treating'] as const)),
    grant: Type.Optional(GrantId),
    grantee: Type.Optional(Owner),
    patient: Type.Optional(
      Type.Boolean({ description: "Wrap for the patient's key in use: after a new one was made" }),
    ),
  },
  { examples: [{ sections: ['treatment'], grant: '4z8k2m6p0q1r3s5t7v9w1x3y5z', grantee: 'PharmacyMSP:x-19c4' }] },
);

export const RewrapAnswer = Type.Object({
  items: list(
    Type.Object({
      section: SectionName,
      versions: list(Type.Integer(), { description: 'Versions that were wrapped' }),
      left: Type.Optional(Type.String({ description: 'Why others were not: a code of the error table' })),
    }),
  ),
});

export const DeviceWrapsBody = Input({
  section: SectionName,
  grants: Type.Optional(list(GrantId, { maxItems: 50 })),
  wraps: list(
    Input({
      version: Type.Integer({ minimum: 1 }),
      recipients: Type.Array(WrapSchema, { minItems: 1, maxItems: 1000 }),
    }),
    {
      minItems: 1,
      maxItems: SECTIONS.length * 250,
    },
  ),
});
