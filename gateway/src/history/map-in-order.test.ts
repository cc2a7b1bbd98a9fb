import { mapInOrder } from './map-in-order';

describe('mapping with a few calls under way', () => {
  it('keeps the order of the items and the bound', async () => {
    let open = 0;
    let most = 0;
    const results = await mapInOrder([5, 1, 4, 2, 3], 2, async (item) => {
      open += 1;
      most = Math.max(most, open);
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      open -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('rejects with the first fault, and answers nothing for nothing', async () => {
    await expect(mapInOrder([1], 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await mapInOrder([], 2, async () => 1)).toEqual([]);
  });
});
