const hasFabric = (process.env['FABRIC_BIN'] ?? '') !== '';

/** A suite that needs Fabric's own programs: skipped without them, loudly: the reason in its title, the count in the last line. */
export const describeOnFabric = (title: string, suite: () => void): void =>
  hasFabric
    ? describe(title, suite)
    : describe.skip(`${title} (skipped: FABRIC_BIN names no programs of Fabric)`, suite);
