import { readCommittedEnvelope } from './read-envelope';

/** Whether a transaction, as a client sends it to be ordered, writes private data. One that cannot be read does not. */
export function writesPrivately(envelope: Uint8Array): boolean {
  try {
    const { writes } = readCommittedEnvelope(envelope, true);
    const collections = writes?.namespaces.flatMap((namespace) => namespace.collections) ?? [];
    return collections.some(({ hashedWrites }) => hashedWrites.some(({ isDelete }) => !isDelete));
  } catch {
    return false;
  }
}
