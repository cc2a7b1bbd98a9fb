import { runUntilReady } from '../supervision/await-ready';
import type { ControlCalls } from '../supervision/control';
import type { ProcessHost } from './runtime';

/** Runs processes under the network's supervisor. */
export const supervisedHost = (control: ControlCalls): ProcessHost => {
  const begin: ProcessHost['begin'] = async (specs) => void (await control.run({ specs }));
  const states: ProcessHost['states'] = async () => (await control.states({})).processes;
  return {
    begin,
    states,
    run: (specs) => runUntilReady({ begin, states }, specs),
    end: async (names) => void (await control.end({ names })),
  };
};
