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

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** The paging of a request as the ledger's queries take it. */
export const pagingOf = ({ cursor, limit }: Paging) => ({
  ...(cursor === undefined ? {} : { bookmark: cursor }),
  ...(limit === undefined ? {} : { limit }),
});

/** A page of the ledger's as a list answers it. */
export const pageOf = <Item>({ items, bookmark }: { readonly items: readonly Item[]; readonly bookmark?: string }) => ({
  items,
  ...(bookmark === undefined ? {} : { cursor: bookmark }),
});
