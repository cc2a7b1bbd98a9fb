import { Type, type Static, type TObject, type TProperties, type TUnsafe } from '@sinclair/typebox';
import { withReceipt } from '../http/route';
import type { Receipt } from '../ledger/ledger';

/** The answer of a submitted command: the view and its receipt, read-only as the ledger gives them; `extra` beside. */
export const submitted = <P extends TProperties, E extends TProperties = Record<never, never>>(
  view: TObject<P>,
  extra?: E,
): TUnsafe<Static<TObject<P>> & Static<TObject<E>> & { readonly receipt: Receipt }> =>
  Type.Unsafe<Static<TObject<P>> & Static<TObject<E>> & { readonly receipt: Receipt }>(
    Type.Object({ ...withReceipt(view).properties, ...extra }),
  );
