import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';
import type { QueryIterator } from '../state/query-iterator';

/** Results a message carries at most. */
const BATCH = 100;
/** Results a query yields at most, over all its batches (`ledger.state.totalQueryLimit`). */
const TOTAL_LIMIT = 100_000;

interface OpenQuery {
  readonly iterator: QueryIterator;
  readonly limit: number;
  readonly isPaged: boolean;
  pending: Uint8Array[];
  returned: number;
}

/** `protos.QueryMetadata` of a paged query. */
export interface PageRequest {
  readonly pageSize: number;
  readonly bookmark: string;
}

/** What a query asks of its paging; undefined where it is not paged. */
export function decodePageRequest(metadata: Uint8Array): PageRequest | undefined {
  let pageSize = 0;
  let bookmark = '';
  const reader = new FieldReader(metadata);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) pageSize = reader.varint();
    else if (field === 2) bookmark = reader.string();
    else reader.skip();
  }
  return pageSize === 0 && bookmark === '' ? undefined : { pageSize, bookmark };
}

/** The queries a transaction has open. Each answer is a `protos.QueryResponse`. */
export class OpenQueries {
  private readonly open = new Map<string, OpenQuery>();
  private count = 0;

  /** Starts a query and answers its first batch. */
  start(iterator: QueryIterator, page?: PageRequest): Uint8Array {
    this.count += 1;
    const id = `query-${this.count}`;
    const limit = page !== undefined && page.pageSize > 0 ? Math.min(page.pageSize, TOTAL_LIMIT) : TOTAL_LIMIT;
    const query: OpenQuery = { iterator, limit, isPaged: page !== undefined, pending: [], returned: 0 };
    this.open.set(id, query);
    return this.batch(id, query);
  }

  next(id: string): Uint8Array {
    const query = this.open.get(id);
    if (query === undefined) throw new Error('query iterator not found');
    return this.batch(id, query);
  }

  close(id: string): Uint8Array {
    this.open.delete(id);
    return new FieldWriter().string(3, id).finish();
  }

  /** A full batch is sent only when one more result is there: `has_more` is never wrong. */
  private batch(id: string, query: OpenQuery): Uint8Array {
    while (query.returned < query.limit) {
      const result = query.iterator.next();
      if (result === undefined) break;
      query.returned += 1;
      if (!query.isPaged && query.pending.length === BATCH) {
        const full = query.pending;
        query.pending = [result];
        return encodeResponse(full, id, true);
      }
      query.pending.push(result);
    }
    this.open.delete(id);
    if (!query.isPaged) return encodeResponse(query.pending, id, false);
    const metadata = new FieldWriter().number(1, query.returned).string(2, query.iterator.bookmark()).finish();
    return encodeResponse(query.pending, id, false, metadata);
  }
}

function encodeResponse(
  results: readonly Uint8Array[],
  id: string,
  hasMore: boolean,
  metadata?: Uint8Array,
): Uint8Array {
  const response = new FieldWriter();
  for (const result of results) response.message(1, new FieldWriter().bytes(1, result).finish());
  return response.bool(2, hasMore).string(3, id).bytes(4, metadata).finish();
}
