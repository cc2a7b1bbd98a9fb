import type { Abilities } from './network-under-test';

/**
 * `describe` where the network's driver can do that, and otherwise `describe.skip` with its reason in the title and on the
 * console: what was not tried does not pass.
 */
export const whereAble =
  (abilities: Abilities, wanted: keyof Abilities) =>
  (title: string, tests: () => void): void => {
    const ability = abilities[wanted];
    if (ability === true) {
      describe(title, tests);
      return;
    }
    console.warn(`SKIPPED: ${title}: ${ability.lacking}`);
    describe.skip(`${title} (skipped: ${ability.lacking})`, tests);
  };
