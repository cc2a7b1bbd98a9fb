import type { DockerPlan } from './docker-plan';

/** How blocks are ordered: SmartBFT on every member's orderer, or Raft on the orderer of the first, or the first three. */
export const ORDERING_PROFILES = { bft4: { orderers: 4 }, raft1: { orderers: 1 }, raft3: { orderers: 3 } } as const;
export type OrderingProfile = keyof typeof ORDERING_PROFILES;

/** The ports a member takes, all on the loopback address. */
export const PORT_NAMES = [
  'peer',
  'orderer',
  'ca',
  'chaincode',
  'gateway',
  'peerChaincode',
  'peerOperations',
  'ordererAdmin',
  'ordererOperations',
  'caOperations',
] as const;
export type PortName = (typeof PORT_NAMES)[number];

/** Somebody (or something) with a certificate of a member. */
export interface Person {
  /** Enrolment id: opaque, never a name. */
  readonly id: string;
  /** Goes into the certificate as the attribute `rx.role`. */
  readonly role: string;
}

/** An organisation of the consortium and what it runs. */
export interface Member {
  /** DNS label; names its folder and its processes. */
  readonly name: string;
  readonly mspId: string;
  readonly kind: string;
  readonly displayName: string;
  readonly domain: string;
  readonly ports: Readonly<Record<PortName, number>>;
  readonly people: readonly Person[];
}

/** The chaincode as the members agree on it. */
export interface ChaincodePlan {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Within the folder: what Node runs. */
  readonly program: string;
  readonly version: string;
  /** `auto` counts on from what the channel has committed. */
  readonly sequence: number | 'auto';
  /** How many members' peers must endorse. */
  readonly endorsements: number;
  readonly initialise: InitialisePlan | undefined;
}

/** The first transaction of an empty ledger; its argument is a command id and the list of members. */
export interface InitialisePlan {
  /** `contract:Transaction`. */
  readonly transaction: string;
  /** Role of the person of the first member who signs it. */
  readonly signer: string;
}

/** A program of another workspace that the network runs but does not know. */
export interface ServiceProgram {
  /** Absolute. */
  readonly folder: string;
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The HTTP service of a member, and how it reaches the ledger. */
export interface GatewayPlan extends ServiceProgram {
  /** Name of the gateway's ledger adapter. */
  readonly adapter: string;
}

/** What issues tokens to people of the test network. */
export interface IssuerPlan extends ServiceProgram {
  readonly port: number;
  /** The `aud` of its tokens. */
  readonly audience: string;
}

/** The whole consortium file, read and checked; ports are those in force, with any offset added. */
export interface Consortium {
  /** Absolute path of the file. */
  readonly file: string;
  readonly name: string;
  readonly channel: string;
  readonly fabricVersion: string;
  readonly ordering: {
    readonly profile: OrderingProfile;
    readonly batch: { readonly timeoutMilliseconds: number; readonly maxMessages: number };
  };
  readonly members: readonly Member[];
  readonly chaincode: ChaincodePlan;
  /** Runs once a member. */
  readonly gateway: GatewayPlan | undefined;
  readonly issuer: IssuerPlan | undefined;
  /** For the docker runtime alone. */
  readonly docker: DockerPlan | undefined;
}

/** The people of a member with a role. */
export const peopleWith = (member: Member, role: string): readonly Person[] =>
  member.people.filter((person) => person.role === role);

/** The member of that name. */
export const memberNamed = (consortium: Consortium, name: string): Member | undefined =>
  consortium.members.find((member) => member.name === name || member.mspId === name);

/** The members that run an orderer: all with SmartBFT, the first ones with Raft. */
export const orderingMembers = ({ members, ordering }: Consortium): readonly Member[] =>
  ordering.profile === 'bft4' ? members : members.slice(0, ORDERING_PROFILES[ordering.profile].orderers);
