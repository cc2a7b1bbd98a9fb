import { Type } from '@sinclair/typebox';
import { ActorSchema } from '../directory/schemas';
import { Input } from '../http/route';
import { Actor, Digest, instant, line, list, MspId, PAGING, submitted } from '../vocabulary';

const PROFILE = {
  displayName: line(200, { examples: ['Dr A. Example'] }),
  field: Type.Optional(line(200, { examples: ['otorhinolaryngology'] })),
  languages: Type.Optional(list(line(40), { maxItems: 20 })),
  note: Type.Optional(line(2000)),
};

export const ProfileBody = Input(
  { profile: Input(PROFILE) },
  { examples: [{ profile: { displayName: 'Dr A. Example', field: 'otorhinolaryngology' } }] },
);

const Profile = Type.Object(PROFILE);

export const ProfileSchema = Type.Object({
  actor: Actor,
  profile: Profile,
  version: Type.Integer({ minimum: 1 }),
  updatedAt: instant('When it last changed'),
});

export const ProfileWithReceipt = submitted(ProfileSchema);

export const PersonParams = Input({ actor: Actor });

export const DirectoryQuery = Input({ organisation: Type.Optional(MspId), ...PAGING });

export const DirectoryPage = Type.Object({
  items: list(Type.Object({ ...ActorSchema.properties, profile: Type.Optional(Profile) })),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
});

export const PatientProfileBody = Input(
  { content: Type.Unknown({ description: 'Any JSON: sealed for the patient alone' }) },
  { examples: [{ content: { language: 'de', contact: 'by letter' } }] },
);

export const PatientProfileWithReceipt = submitted(
  Type.Object({
    version: Type.Integer({ minimum: 1 }),
    commitment: Digest,
    updatedAt: instant('When it last changed'),
  }),
);

export const PatientProfileAnswer = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  updatedAt: instant('When it last changed'),
  content: Type.Optional(Type.Unknown()),
  sealed: Type.Optional(
    Type.Unknown({ description: "In place of content, where the key is on the patient's own device" }),
  ),
});
