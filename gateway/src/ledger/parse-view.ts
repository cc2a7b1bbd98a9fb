import { Problem } from '../http/problem';

/** What a transaction answers: always JSON. */
export function parseView<View>(bytes: Uint8Array): View {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as View;
  } catch (cause) {
    throw new Problem('LEDGER_INTERNAL', {}, { cause });
  }
}
