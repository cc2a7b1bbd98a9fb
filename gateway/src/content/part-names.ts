import { ContentError } from './content-error';
import type { Part } from './content-store';

const ID = /^[0-9a-z][0-9a-z-]{7,63}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const PART = /^([0-9]{5})-([0-9a-f]{64})$/;
const MAX_PARTS = 10_000;

/** The list of parts of a finished content. */
export const MANIFEST = 'content.json';

/** @throws ContentError `bad-id` */
export function checkId(id: string): void {
  if (!ID.test(id)) throw new ContentError('bad-id', 'the id of a content breaks the pattern');
}

/** A part is named by its place and digest: what has this name is this part, whatever happened before. */
export function partName({ index, digest }: Pick<Part, 'index' | 'digest'>): string {
  if (!Number.isInteger(index) || index < 0 || index >= MAX_PARTS || !DIGEST.test(digest)) {
    throw new ContentError('bad-part', 'a part has no place or no digest');
  }
  return `${String(index).padStart(5, '0')}-${digest}`;
}

/** The part of that name; undefined for other names. */
export function partOf(name: string, size: number): Part | undefined {
  const [, index, digest] = PART.exec(name) ?? [];
  return digest === undefined ? undefined : { index: Number(index), size, digest };
}
