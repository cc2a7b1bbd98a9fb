import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { BodySchema, LINES_AT_THE_DOOR } from '../prescriptions/body-schema';
import { PrescriptionSchema } from '../prescriptions/view-schema';
import { instant, line, list, ReasonCode, RedemptionCode } from '../vocabulary';

export const CodeBody = Input({ code: RedemptionCode });

export const LookedAnswer = Type.Object({ prescription: PrescriptionSchema, body: BodySchema });

const DispensingLine = Input({
  line: Type.Integer({ minimum: 1, maximum: LINES_AT_THE_DOOR }),
  quantity: Type.Integer({
    minimum: 0,
    maximum: 100_000,
    description: 'Units handed out now; 0 with a reason, or owing',
  }),
  isOwing: Type.Optional(Type.Boolean({ description: 'The rest follows' })),
  notDispensedReason: Type.Optional(ReasonCode),
  batch: Type.Optional(
    Type.Unsafe<string>({ ...line(40), description: 'Batch of the goods; required where any are handed out' }),
  ),
  product: Type.Optional(Type.Unsafe<string>({ ...line(200), description: 'The product, where it is another one' })),
  substitutionReason: Type.Optional(line(200)),
});

export const DispenseBody = Input(
  { lines: list(DispensingLine, { minItems: 1, maxItems: LINES_AT_THE_DOOR }) },
  { examples: [{ lines: [{ line: 1, quantity: 21, batch: 'B-2207' }] }] },
);

export const WithdrawBody = Input({ reasonCode: ReasonCode });

export const DispensingsAnswer = Type.Object({
  items: list(
    Type.Object({
      transactionId: Type.String(),
      at: instant('When it was dispensed'),
      withdrawnAt: Type.Optional(instant('When it was withdrawn')),
      lines: list(
        Type.Object({
          line: Type.Integer(),
          batch: Type.String(),
          product: Type.Optional(Type.String()),
          substitutionReason: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
});
