import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';
import { equalBytes } from '../wire/bytes';
import { sha256 } from '../wire/hashes';
import type { Scrub } from './block-store';

type Edit = (message: Uint8Array) => Uint8Array | undefined;

/** Copies a message, handing each embedded message with number `field` to `edit`; what it returns takes its place. */
function rewrite(message: Uint8Array, field: number, edit: Edit): Uint8Array {
  const writer = new FieldWriter();
  const reader = new FieldReader(message);
  for (let id = reader.next(); id !== 0; id = reader.next()) {
    if (!reader.isBytes()) {
      writer.number(id, reader.varint());
      continue;
    }
    const bytes = reader.bytes();
    const kept = id === field ? edit(bytes) : bytes;
    if (kept !== undefined) writer.message(id, kept);
  }
  return writer.finish();
}

function stringField(message: Uint8Array, wanted: number): string {
  const reader = new FieldReader(message);
  for (let id = reader.next(); id !== 0; id = reader.next()) {
    if (id === wanted) return reader.string();
    reader.skip();
  }
  return '';
}

/** A private write set without the scrubbed key. Its hash no longer agrees with the block's; that is the point. */
export function scrubPrivateSet(set: Uint8Array, scrub: Scrub): Uint8Array {
  const withoutKey: Edit = (write) =>
    equalBytes(sha256(Buffer.from(stringField(write, 1))), scrub.keyHash) ? undefined : write;
  const inWrites: Edit = (writes) => rewrite(rewrite(writes, 3, withoutKey), 4, withoutKey);
  const inCollection: Edit = (collection) =>
    stringField(collection, 1) === scrub.collection ? rewrite(collection, 2, inWrites) : collection;
  const inNamespace: Edit = (namespace) =>
    stringField(namespace, 1) === scrub.namespace ? rewrite(namespace, 2, inCollection) : namespace;
  return rewrite(set, 2, inNamespace);
}

/** True where a record of `block` may hold what is to be scrubbed. */
export const isScrubbed = (scrub: Scrub, block: number, transaction: number): boolean =>
  block < scrub.upTo.block || (block === scrub.upTo.block && transaction <= scrub.upTo.transaction);
