import { ROLES } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { ActorSchema } from '../directory/schemas';
import { Input } from '../http/route';
import { choice, EnrolmentId, instant, line, list, pattern, submitted } from '../vocabulary';

export const PersonParams = Input({ enrolmentId: EnrolmentId });

export const RegisterBody = Input(
  {
    enrolmentId: EnrolmentId,
    role: choice(ROLES),
    speciality: Type.Optional(line(80)),
    scope: Type.Optional(
      list(pattern('^(\\*|[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?)$'), {
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        description: 'ATC prefixes a physician may prescribe; `*` is all of them',
      }),
    ),
  },
  { examples: [{ enrolmentId: 'd-204c', role: 'physician', speciality: 'general practice', scope: ['*'] }] },
);

export const ActorWithReceipt = submitted(ActorSchema);

export const PersonSchema = Type.Object({
  ...ActorSchema.properties,
  isEnrolled: Type.Boolean({ description: 'This gateway can sign for the person' }),
  certificateUntil: Type.Optional(instant('End of the certificate')),
});
