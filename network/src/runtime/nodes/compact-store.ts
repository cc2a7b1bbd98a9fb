import { ClassicLevel } from 'classic-level';

const EVERYTHING = { from: Buffer.from([0]), to: Buffer.alloc(256, 0xff) };

/**
 * Rewrites a LevelDB that nobody has open, so that its files hold what is in it and nothing else. LevelDB deletes by writing that
 * something is deleted: the bytes stay in its log and its tables until they are merged with that, which for old entries of a large
 * store may be never. Merging is LevelDB's own; its format is that of the library which peers have it from.
 */
export const compactStore = async (folder: string): Promise<void> => {
  const store = new ClassicLevel<Buffer, Buffer>(folder, {
    createIfMissing: false,
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
  });
  await store.open();
  try {
    await store.compactRange(EVERYTHING.from, EVERYTHING.to);
  } finally {
    await store.close();
  }
};
