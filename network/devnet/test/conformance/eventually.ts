const EVERY_MILLISECONDS = 50;

/** Waits. Only for use between two looks at what is waited for. */
export const pause = (milliseconds = EVERY_MILLISECONDS): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Does `work` again and again until it succeeds: peers of a real network learn of things at different moments.
 * @throws what `work` threw last, where it did not succeed in time
 */
export const eventually = async <T>(work: () => Promise<T>, withinMilliseconds = 60_000): Promise<T> => {
  const deadline = Date.now() + withinMilliseconds;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause();
    }
  }
};
