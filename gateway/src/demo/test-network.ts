import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actorId } from '@rxledger/chaincode/api';
import { fetchToken } from '../issuer/fetch-token';
import { readIssuerConfig } from '../issuer/issuer-config';
import { createPerson, type Person } from './person';

/** One member of a running test network, by the name of its folder. */
export interface TestMember {
  readonly name: string;
  readonly mspId: string;
  /** Base address of its gateway. */
  readonly gateway: string;
  readonly connectionProfile: string;
  readonly wallet: string;
}

export interface TestPerson {
  readonly mspId: string;
  readonly enrolmentId: string;
  readonly role: string;
}

/** A running test network, as the files that `rxnet up` left describe it. */
export interface TestNetwork {
  readonly channel: string;
  readonly chaincode: string;
  readonly members: readonly TestMember[];
  readonly people: readonly TestPerson[];
  /** A token of the test issuer. */
  token(mspId: string, enrolmentId: string): Promise<string>;
  /** Somebody to act as, with a token already. */
  person(member: string, enrolmentId: string): Promise<Person>;
}

/**
 * Opens the network whose files stand in `directory`.
 * @throws Error when there are none: `rxnet up` comes first
 */
export function openTestNetwork(directory: string): TestNetwork {
  const variables = readEnvironment(join(directory, 'network.env'));
  const issuer = readIssuerConfig(join(directory, 'issuer', 'issuer.json'));
  const members = membersOf(variables);
  const people = issuer.people.map(({ mspId, enrolmentId, role }) => ({ mspId, enrolmentId, role: role ?? '' }));

  const token = async (mspId: string, enrolmentId: string): Promise<string> =>
    (await fetchToken(issuer, mspId, enrolmentId)).access_token;

  return {
    channel: need(variables, 'RX_CHANNEL'),
    chaincode: need(variables, 'RX_CHAINCODE'),
    members,
    people,
    token,
    async person(name, enrolmentId) {
      const member = members.find((each) => each.name === name);
      const found = people.find((each) => each.mspId === member?.mspId && each.enrolmentId === enrolmentId);
      if (member === undefined || found === undefined) throw new Error(`the network has no ${enrolmentId} at ${name}`);
      return createPerson({
        actor: actorId(member.mspId, enrolmentId),
        organisation: member.name,
        role: found.role,
        gateway: member.gateway,
        token: await token(member.mspId, enrolmentId),
      });
    },
  };
}

function readEnvironment(file: string): ReadonlyMap<string, string> {
  const text = readFileSync(file, 'utf8');
  return new Map([...text.matchAll(/^([A-Z0-9_]+)='(.*)'$/gm)].map((match) => [match[1]!, match[2]!]));
}

function membersOf(variables: ReadonlyMap<string, string>): readonly TestMember[] {
  return [...variables.keys()].flatMap((name) => {
    const prefix = /^(RX_.+)_MSP_ID$/.exec(name)?.[1];
    if (prefix === undefined) return [];
    return [
      {
        name: prefix.slice(3).toLowerCase().replaceAll('_', '-'),
        mspId: need(variables, name),
        gateway: need(variables, `${prefix}_GATEWAY`),
        connectionProfile: need(variables, `${prefix}_PROFILE`),
        wallet: need(variables, `${prefix}_WALLET`),
      },
    ];
  });
}

function need(variables: ReadonlyMap<string, string>, name: string): string {
  const value = variables.get(name);
  if (value === undefined) throw new Error(`network.env does not say ${name}`);
  return value;
}
