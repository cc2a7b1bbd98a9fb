import type { Command } from 'commander';
import type { Verb, Written } from './verb';

/** Does what a verb says; whoever adds verbs to a command line says how. */
export type RunVerb = (verb: Verb, written: Written, command: Command) => Promise<void>;

const commandNamed = (parent: Command, words: readonly string[]): Command => {
  const [first, ...rest] = words;
  if (first === undefined) return parent;
  const known = parent.commands.find((each) => each.name() === first);
  return commandNamed(known ?? parent.command(first), rest);
};

/**
 * Adds verbs to a command line, each with its words as commands and subcommands.
 * @param common adds what all commands of that line take
 */
export const addVerbs = (
  program: Command,
  verbs: readonly Verb[],
  common: (command: Command) => Command,
  run: RunVerb,
): void => {
  for (const verb of verbs) {
    const parts = verb.usage.split(' ');
    const words = parts.filter((part) => !part.startsWith('<'));
    const names = parts.filter((part) => part.startsWith('<')).map((part) => part.slice(1, -1));
    const command = common(commandNamed(program, words)).description(verb.summary);
    for (const name of names) command.argument(`<${name}>`);
    for (const [flags, summary] of verb.options ?? []) command.option(flags, summary);
    command.action(async (...given: unknown[]) => {
      const parameters = Object.fromEntries(names.map((name, index) => [name, String(given[index])]));
      await run(verb, { parameters, options: command.opts() }, command);
    });
  }
};
