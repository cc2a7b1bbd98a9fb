import { Type } from '@sinclair/typebox';
import { Actor, instant, list, MspId } from '../vocabulary';

export const HistoryAnswer = Type.Object({
  items: list(
    Type.Object({
      transactionId: Type.String(),
      at: instant('Time of the transaction'),
      transaction: Type.String({ examples: ['Approve'] }),
      actor: Actor,
      organisation: MspId,
      from: Type.Optional(Type.String()),
      to: Type.String(),
      version: Type.Integer(),
      block: Type.Integer({ description: 'Number of the block that holds it' }),
      signer: Type.String({ description: 'Who signed the transaction, from the block' }),
      endorsers: list(Type.String(), { description: 'Organisations that endorsed it, from the block' }),
    }),
    { description: 'Oldest first' },
  ),
});
