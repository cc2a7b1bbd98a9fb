import { Progress } from './progress';

describe('waiting for the read model', () => {
  it('ends when the block is read, not before', async () => {
    const progress = new Progress(3);
    let isThere = false;
    const waiting = progress.until(5, 60_000).then(() => {
      isThere = true;
    });
    progress.reach(4);
    await Promise.resolve();
    expect(isThere).toBe(false);
    progress.reach(6);
    await waiting;
    expect(isThere).toBe(true);
  });

  it('does not wait for what was read already, nor longer than it was told', async () => {
    const progress = new Progress(3);
    await progress.until(3, 60_000);
    await progress.until(4, 1);
    progress.reach(9);
    expect(await progress.until(9, 60_000)).toBeUndefined();
  });
});
