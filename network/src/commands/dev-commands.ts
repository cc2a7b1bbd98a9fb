import type { Command } from 'commander';
import { withLock } from '../directory/directory-lock';
import { requireRunning } from '../operation/require-running';
import { openSession, type Session } from '../operation/session';
import { OperatorError } from '../operator-error';
import { addVerbs, devnetVerbs, runVerb } from '../runtime/devnet/devnet-verbs';
import { type CommonOptions, speak } from './console';

/** @throws OperatorError on a runtime that is not the devnet */
export const requireDevnet = ({ runtime }: Session): void => {
  if (runtime.name === 'devnet') return;
  throw new OperatorError(
    'not-devnet',
    `this network runs on ${runtime.name}: Fabric's own programs cannot be reverted, nor their clock moved`,
    'Use a network on the devnet: `rxnet up --runtime devnet --directory <another>`.',
  );
};

/** Commands for developers, which only the devnet has. */
export const addDevCommands = (program: Command, common: (command: Command) => Command): void => {
  const dev = program.command('dev').description('tools for developers, on the devnet: snapshots, time, dumps');
  addVerbs(dev, devnetVerbs, common, (verb, written, command) =>
    speak(command.opts<CommonOptions>(), async ({ say }) => {
      const session = openSession(command.opts<CommonOptions>());
      requireDevnet(session);
      const host = await requireRunning(session);
      const answer = await withLock(session.directory, () => runVerb(host, verb, written));
      say(verb.tell(answer));
      return answer;
    }),
  );
};
