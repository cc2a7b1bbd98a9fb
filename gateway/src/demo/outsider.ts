import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, GatewayError, hash } from '@hyperledger/fabric-gateway';
import { decodeError } from '@rxledger/chaincode/api';
import { readConnectionProfile } from '../ledger/connection-profile';
import { createPeerClient } from '../ledger/peer-client';
import { signMessage, type SigningIdentity } from '../ledger/signer';
import type { TestMember, TestNetwork } from './test-network';

/** A transaction sent past every gateway, straight to a member's peer. */
export interface Attempt {
  /** Whose peer is asked. */
  readonly at: TestMember;
  readonly identity: SigningIdentity;
  readonly transaction: string;
  readonly command: object;
  readonly transient?: Readonly<Record<string, string>>;
  readonly endorsers: readonly string[];
}

/** Somebody with a key and Fabric's own SDK, who goes past the gateways: what the ledger itself refuses. */
export class Outsider {
  constructor(private readonly network: TestNetwork) {}

  member(name: string): TestMember {
    const found = this.network.members.find((member) => member.name === name);
    if (found === undefined) throw new Error(`the network has no member ${name}`);
    return found;
  }

  /** The key of a person, from the wallet that the operator's command wrote. */
  identityOf(member: TestMember, enrolmentId: string): SigningIdentity {
    const entry = JSON.parse(readFileSync(join(member.wallet, `${enrolmentId}.id`), 'utf8')) as {
      credentials: { certificate: string; privateKey: string };
      mspId: string;
    };
    const { certificate, privateKey } = entry.credentials;
    return { mspId: entry.mspId, certificate, privateKey: createPrivateKey(privateKey) };
  }

  /** A true certificate with a key that is not its own: a stranger who copied it from a block. */
  impostorOf(identity: SigningIdentity): SigningIdentity {
    return { ...identity, privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey };
  }

  /** `VALID`, the code of a refusal, `ACCESS_REVOKED` where the network does not know the signer, or the validation code. */
  async submit({ at, identity, transaction, command, transient = {}, endorsers }: Attempt): Promise<string> {
    const client = createPeerClient(readConnectionProfile(at.connectionProfile).peers[0]!);
    const gateway = connect({
      client,
      identity: { mspId: identity.mspId, credentials: Buffer.from(identity.certificate) },
      hash: hash.none,
      signer: async (message) => signMessage(identity.privateKey, message),
      endorseOptions: () => ({ deadline: Date.now() + 15_000 }),
    });
    try {
      const contract = gateway.getNetwork(this.network.channel).getContract(this.network.chaincode);
      const submitted = await contract.submitAsync(transaction, {
        arguments: [JSON.stringify(command)],
        transientData: transient,
        endorsingOrganizations: [...endorsers],
      });
      const { successful, code } = await submitted.getStatus();
      return successful ? 'VALID' : `INVALID ${code}`;
    } catch (error) {
      return outcomeOf(error);
    } finally {
      gateway.close();
      client.close();
    }
  }
}

/** SHA-256 in hex, as the ledger keeps a redemption code. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function outcomeOf(error: unknown): string {
  if (!(error instanceof GatewayError)) throw error;
  const messages = [error.message, ...error.details.map(({ message }) => message)];
  for (const message of messages) {
    const known = decodeError(message);
    if (known !== undefined) return known.code;
  }
  return messages.some((message) => /access denied|creator/.test(message)) ? 'ACCESS_REVOKED' : messages.join('; ');
}
