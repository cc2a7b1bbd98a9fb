import type { Progress } from './progress';

/** A spinner a step, for people at a terminal. The renderer is loaded only here: it takes longer than most commands. */
export const terminalProgress = (): Progress => ({
  async step(title, work) {
    const { Listr } = await import('listr2');
    let result: Awaited<ReturnType<typeof work>> | undefined;
    await new Listr(
      [
        {
          title,
          task: async (_context, task) => {
            result = await work((detail) => (task.title = `${title} (${detail})`));
          },
        },
      ],
      {
        rendererOptions: { timer: { condition: true, field: (ms: number) => `${(ms / 1000).toFixed(1)} s` } as never },
      },
    ).run();
    return result as Awaited<ReturnType<typeof work>>;
  },
});
