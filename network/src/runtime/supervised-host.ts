import { runUntilReady } from '../supervision/await-ready';
import type { ControlCalls } from '../supervision/control';
import type { ProcessHost } from './runtime';

/** Runs a runtime's processes under the network's supervisor. */
export const supervisedHost = (control: ControlCalls): ProcessHost => ({
  run: (specs) => runUntilReady(control, specs),
  end: async (names) => void (await control.end({ names })),
  states: async () => (await control.states({})).processes,
});
