import type FabricCAServices from 'fabric-ca-client';
import type { User } from 'fabric-common';

/** Fabric's client of certificate authorities, and those who sign its requests. */
export interface AuthorityClient {
  readonly Services: typeof FabricCAServices;
  readonly User: typeof User;
}

/** The client's own limit, three seconds from connecting to the answer, is short on a machine that starts a whole network. */
const TIMEOUT_MILLISECONDS = 60_000;

let loaded: Promise<AuthorityClient> | undefined;

/** Loaded when an authority is first spoken to: it takes longer than all else of `rxnet`, and most commands need no authority. */
export const loadAuthorityClient = (): Promise<AuthorityClient> => (loaded ??= load());

const load = async (): Promise<AuthorityClient> => {
  // It reads the command line while it loads, and would answer --help and --version itself.
  const words = process.argv;
  process.argv = words.slice(0, 2);
  try {
    const { default: Services } = await import('fabric-ca-client');
    const { default: fabric } = await import('fabric-common');
    // Its types leave the setter out.
    const { setConfigSetting } = fabric.Utils as unknown as { setConfigSetting(name: string, value: unknown): void };
    setConfigSetting('connection-timeout', TIMEOUT_MILLISECONDS);
    return { Services, User: fabric.User };
  } finally {
    process.argv = words;
  }
};
