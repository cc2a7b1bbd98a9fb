import { batches } from './batches';

async function collected<T>(source: AsyncIterable<T>, maximum: number): Promise<(readonly T[])[]> {
  const found: (readonly T[])[] = [];
  for await (const batch of batches(source, maximum)) found.push(batch);
  return found;
}

describe('batches', () => {
  it('hold what is there without waiting, up to the maximum', async () => {
    async function* source() {
      yield* [1, 2, 3, 4, 5];
    }
    expect(await collected(source(), 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(await collected(source(), 10)).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('do not wait for what is not there yet', async () => {
    let release: () => void = () => undefined;
    async function* source() {
      yield 1;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      yield 2;
    }
    const iterator = batches(source(), 10);
    expect((await iterator.next()).value).toEqual([1]);
    release();
    expect((await iterator.next()).value).toEqual([2]);
    expect((await iterator.next()).done).toBe(true);
  });

  it('give what came before a fault, then the fault', async () => {
    async function* source() {
      yield 1;
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('the stream broke');
    }
    const iterator = batches(source(), 10);
    expect((await iterator.next()).value).toEqual([1]);
    await expect(iterator.next()).rejects.toThrow('the stream broke');
  });
});
