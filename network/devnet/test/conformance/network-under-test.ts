import type { ConnectionProfile } from './connection-profile';

/** What only whoever runs a network can do to it. */
export interface NetworkDriver {
  /** Stops a member's peer and orderer, as a fault would. */
  stopMember(mspId: string): Promise<void>;
  /** Starts them again; may return before they answer. */
  startMember(mspId: string): Promise<void>;
}

/** One thing a driver can do, or why it cannot: a test that needs it is skipped then, with this reason. */
export type Ability = true | { readonly lacking: string };

/** What a driver can do; known before the network runs, because a test is skipped before it starts. */
export interface Abilities {
  readonly stopMember: Ability;
  /** Whether the channel gives whole blocks, and private data with them, to listeners: Fabric's default. */
  readonly hearWholeBlocks: Ability;
}

/** A member as the suite is told of it; everything else the suite makes: people, chaincode, connections. */
export interface MemberUnderTest {
  readonly mspId: string;
  readonly profile: ConnectionProfile;
  /** Who may register people at the member's certificate authority. */
  readonly registrar: { readonly id: string; readonly secret: string };
  /** Who signs for the member: PEM both. */
  readonly administrator: { readonly certificate: string; readonly privateKey: string };
}

/** A running network, known by its connection profiles. */
export interface NetworkUnderTest {
  readonly channel: string;
  /** Those whose answers were recorded: `mspIds` in `members.ts`. */
  readonly members: readonly MemberUnderTest[];
  readonly driver: NetworkDriver;
  /** Ends the network where the suite is to leave none. */
  close(): Promise<void>;
}
