/** The consortium file's ports lie within so many of each other. */
const STEP = 500;
/** So many steps up, the last port is still below those that tests choose for single programs. */
const STEPS = 16;
const STEPS_OF_A_WORKER = 4;

/**
 * What a test's network moves its ports by: PORT_OFFSET, or else an offset at which it meets neither a network that runs as the file
 * says, nor those of the test files that run beside this one, nor, as a rule, those of another test run on the machine.
 */
export const portOffset = (): string => {
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 1) - 1;
  const step = (worker * STEPS_OF_A_WORKER + (process.pid % STEPS_OF_A_WORKER)) % STEPS;
  return process.env['PORT_OFFSET'] || String(STEP * (1 + step));
};
