import { JobQueue } from './job-queue';

/** A job that ends when it is told to. */
const job = () => {
  let end: (value: number) => void = () => undefined;
  const promise = new Promise<number>((resolve) => (end = resolve));
  const run = jest.fn(() => promise);
  return { run, end: (value: number) => end(value) };
};

const settled = () => new Promise((done) => setImmediate(done));

describe('a queue of jobs', () => {
  it('runs as many at a time as it may, in the order in which they came', async () => {
    const queue = new JobQueue(2);
    const jobs = [job(), job(), job()];
    const results = jobs.map(({ run }) => queue.add(run));
    await settled();
    expect(jobs.map(({ run }) => run.mock.calls.length)).toEqual([1, 1, 0]);
    jobs[1]!.end(2);
    await settled();
    expect(jobs[2]!.run).toHaveBeenCalledTimes(1);
    jobs[0]!.end(1);
    jobs[2]!.end(3);
    await expect(Promise.all(results)).resolves.toEqual([1, 2, 3]);
  });

  it('goes on after a job that failed', async () => {
    const queue = new JobQueue(1);
    const failing = queue.add(() => Promise.reject(new Error('no')));
    const next = queue.add(async () => 'done');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });
});
