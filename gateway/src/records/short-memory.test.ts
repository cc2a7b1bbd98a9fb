import { ShortMemory } from './short-memory';

describe('a short memory', () => {
  let now: number;
  let asked: number;
  let memory: ShortMemory<string>;
  const ask = async (): Promise<string> => `answer ${++asked}`;

  beforeEach(() => {
    now = 1_000;
    asked = 0;
    memory = new ShortMemory({ lifetime: 100, most: 2, now: () => now });
  });

  it('asks once, and again when its time is over', async () => {
    await expect(memory.recall('one', ask)).resolves.toBe('answer 1');
    now += 99;
    await expect(memory.recall('one', ask)).resolves.toBe('answer 1');
    now += 1;
    await expect(memory.recall('one', ask)).resolves.toBe('answer 2');
  });

  it('keeps neither nothing nor a failure', async () => {
    await expect(memory.recall('one', async () => undefined)).resolves.toBeUndefined();
    await expect(memory.recall('one', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await expect(memory.recall('one', ask)).resolves.toBe('answer 1');
  });

  it('forgets what it is told to, and the oldest where there are too many', async () => {
    for (const name of ['one', 'two', 'three']) memory.set(name, name);
    expect(memory.get('one')).toBeUndefined();
    memory.forget((name) => name === 'two');
    expect([memory.get('two'), memory.get('three')]).toEqual([undefined, 'three']);
    memory.forget();
    expect(memory.get('three')).toBeUndefined();
  });

  it('does not keep an answer that was under way when something was forgotten: it may be of before', async () => {
    const answer = memory.recall('one', async () => {
      memory.forget((name) => name === 'one');
      return 'of before';
    });
    await expect(answer).resolves.toBe('of before');
    expect(memory.get('one')).toBeUndefined();
  });
});
