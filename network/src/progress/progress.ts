/** Tells whoever watches what is being done. */
export interface Progress {
  /** Does one step; `say` adds what it is at. */
  step<T>(title: string, work: (say: (detail: string) => void) => Promise<T>): Promise<T>;
}

/** For programs that read `--json`. */
export const silentProgress: Progress = {
  step: (_title, work) => work(() => undefined),
};

/** One line a step, when it is done: for logs and pipes. */
export const plainProgress = (write: (line: string) => void): Progress => ({
  async step(title, work) {
    const begin = performance.now();
    let last = '';
    try {
      const result = await work((detail) => (last = detail));
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      write(`ok    ${title}${last && ` (${last})`}  ${seconds} s`);
      return result;
    } catch (error) {
      write(`FAIL  ${title}`);
      throw error;
    }
  },
});
