import { Type } from '@sinclair/typebox';

/** Query parameters of every list. */
export const PAGING = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items a page, 1 to 200; 50 unless told' }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1000,
      pattern: '^[A-Za-z0-9_-]+$',
      description: 'Opaque, from the page before',
    }),
  ),
};
