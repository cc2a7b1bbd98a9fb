import { randomBytes } from 'node:crypto';
import type * as grpc from '@grpc/grpc-js';
import {
  type Contract,
  type Gateway,
  GatewayError,
  type ProposalOptions,
  type Status,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { commitQuestion } from '../support/commit-question';
import { dial, gatewayFor, memberOf, type Member } from '../support/member';
import { deployChaincode, type DeployedChaincode } from './chaincode';
import { type NodeAddress, orderersIn, peerIn } from './connection-profile';
import { eventually } from './eventually';
import { heightOf, waitForBlock } from './heights';
import { channel, mspIds } from './members';
import type { NetworkUnderTest } from './network-under-test';
import { openPeopleOffice, type PeopleOffice } from './people';

/** A member with its connections and two of its people: administrator and ordinary user. */
export interface ConnectedMember {
  readonly mspId: string;
  readonly peer: NodeAddress;
  readonly people: PeopleOffice;
  readonly client: grpc.Client;
  readonly admin: Member;
  readonly user: Member;
  readonly adminGateway: Gateway;
  readonly gateway: Gateway;
}

/** Likewise, with its part in the test chaincode. */
export type OpenMember = ConnectedMember & DeployedChaincode;

/** What became of a transaction. */
export interface Outcome extends Status {
  readonly payload: string;
}

/** A network with the test chaincode running on every member, as the suite's tests see it. */
export interface OpenNetwork {
  readonly channel: string;
  /** Name of the test chaincode: new for every run, so that a network can be tested again. */
  readonly chaincode: string;
  readonly members: readonly OpenMember[];
  readonly orderers: readonly NodeAddress[];
  of(mspId: string): OpenMember;
  /** The test chaincode through a member's own peer, as its user. */
  contract(mspId: string): Contract;
  /** How many blocks a member's own peer has. */
  heightOf(mspId: string): Promise<number>;
  /** A name that nobody has at any CA yet. */
  freshId(purpose: string): string;
  /** Has a transaction endorsed, ordered and committed, and waits until every peer that runs has its block. */
  submit(mspId: string, transaction: string, options?: ProposalOptions): Promise<Outcome>;
  /** Likewise for what is endorsed already. */
  order(mspId: string, endorsed: Transaction): Promise<Outcome>;
  stopMember(mspId: string): Promise<void>;
  /** Starts it, and waits until it answers and has caught up. */
  startMember(mspId: string): Promise<void>;
  /** Ends what the suite started, and nothing else. */
  close(): Promise<void>;
}

const connectMember = async (network: NetworkUnderTest, index: number, run: string): Promise<ConnectedMember> => {
  const member = network.members[index]!;
  const { mspId, administrator, profile } = member;
  const peer = peerIn(profile, mspId);
  const client = dial({ peer });
  const people = await openPeopleOffice(member);
  const admin = memberOf(mspId, administrator.certificate, administrator.privateKey);
  const user = await people.newcomer(`user-${run}`);
  const [adminGateway, gateway] = [gatewayFor(client, admin), gatewayFor(client, user)];
  return { mspId, peer, people, client, admin, user, adminGateway, gateway };
};

/** Sends to the orderers; where it is unknown whether they took it, the ledger is asked. */
const outcomeOf = async ({ gateway, user }: OpenMember, endorsed: Transaction): Promise<Outcome> => {
  const payload = Buffer.from(endorsed.getResult()).toString();
  try {
    return { ...(await (await endorsed.submit()).getStatus()), payload };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const commit = gateway.newCommit(await commitQuestion(user, channel, endorsed.getTransactionId()));
    const status = await commit.getStatus({ deadline: Date.now() + 30_000 }).catch(() => {
      throw error;
    });
    return { ...status, payload };
  }
};

const requireRecordedShape = ({ channel: own, members }: NetworkUnderTest): void => {
  const found = members.map(({ mspId }) => mspId);
  const isSame = own === channel && Object.values(mspIds).every((mspId) => found.includes(mspId));
  if (isSame && found.length === Object.keys(mspIds).length) return;
  throw new Error(
    `the answers to compare with are those of ${Object.values(mspIds).join(', ')} on channel ${channel}; ` +
      `this network has ${found.join(', ')} on channel ${own}`,
  );
};

/** Enrols people, deploys the test chaincode and waits until every peer endorses together with every other. */
export const openNetwork = async (network: NetworkUnderTest): Promise<OpenNetwork> => {
  const run = randomBytes(3).toString('hex');
  requireRecordedShape(network);
  const { driver } = network;
  const chaincode = `conformance-${run}`;
  const connected = await Promise.all(network.members.map((_, index) => connectMember(network, index, run)));
  const parts = await deployChaincode(connected, channel, chaincode);
  const members: readonly OpenMember[] = connected.map((member) => ({ ...member, ...parts.get(member.mspId)! }));
  const down = new Set<string>();

  const of = (mspId: string): OpenMember => members.find((each) => each.mspId === mspId)!;
  const contract = (mspId: string) => of(mspId).gateway.getNetwork(channel).getContract(chaincode);
  const running = () => members.filter(({ mspId }) => !down.has(mspId));
  const settle = async (block: bigint): Promise<void> => {
    await Promise.all(running().map((member) => waitForBlock(member, channel, block)));
  };
  const order = async (mspId: string, endorsed: Transaction): Promise<Outcome> => {
    const outcome = await outcomeOf(of(mspId), endorsed);
    await settle(outcome.blockNumber);
    return outcome;
  };
  const submit = async (mspId: string, transaction: string, options?: ProposalOptions): Promise<Outcome> =>
    order(mspId, await contract(mspId).newProposal(transaction, options).endorse());
  const everyone = members.map(({ mspId }) => mspId);
  const meetEverybody = async (mspId: string): Promise<void> => {
    await eventually(() => submit(mspId, 'nothing', { endorsingOrganizations: everyone }));
  };

  for (const mspId of everyone) await meetEverybody(mspId);
  return {
    ...{ channel, chaincode, members, of, contract, submit, order },
    orderers: orderersIn(network.members[0]!.profile),
    heightOf: (mspId) => heightOf(of(mspId), channel),
    freshId: (purpose) => `${purpose}-${run}`,
    async stopMember(mspId) {
      await driver.stopMember(mspId);
      down.add(mspId);
    },
    async startMember(mspId) {
      await driver.startMember(mspId);
      await eventually(() => contract(mspId).evaluateTransaction('nothing'));
      down.delete(mspId);
      for (const each of everyone) await meetEverybody(each);
    },
    async close() {
      for (const each of members) {
        each.gateway.close();
        each.adminGateway.close();
        each.client.close();
        await each.chaincode.stop();
      }
    },
  };
};
