import { peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../../src/identity/policy-language';
import { createMemoryNetwork, type EndorsedTransaction, type MemoryCommit, type MemoryNetwork } from '../../src/memory';
import { type Step, stepsChaincode } from './steps-chaincode';

export const organisations = ['AMSP', 'BMSP', 'CMSP'] as const;

/** An explicit collection of members by MSP id. */
export function collection(
  name: string,
  members: readonly string[],
  options: { memberOnlyRead?: boolean; memberOnlyWrite?: boolean; blockToLive?: number } = {},
): peer.StaticCollectionConfig {
  const policy = new peer.CollectionPolicyConfig();
  policy.setSignaturePolicy(parsePolicy(`OR(${members.map((mspId) => `'${mspId}.member'`).join(',')})`));
  const config = new peer.StaticCollectionConfig();
  config.setName(name);
  config.setMemberOrgsPolicy(policy);
  config.setMemberOnlyRead(options.memberOnlyRead ?? false);
  config.setMemberOnlyWrite(options.memberOnlyWrite ?? false);
  config.setBlockToLive(options.blockToLive ?? 0);
  return config;
}

interface StepOptions {
  readonly mspId?: string;
  readonly endorsers?: readonly string[];
  readonly chaincode?: string;
  readonly txId?: string;
}

/** A network in memory whose chaincodes do what they are told, step by step. */
export class StepsNetwork {
  private constructor(readonly network: MemoryNetwork) {}

  static async create(collections: readonly peer.StaticCollectionConfig[] = []): Promise<StepsNetwork> {
    const endorsementPolicy = "OutOf(1,'AMSP.peer','BMSP.peer','CMSP.peer')";
    const chaincodes = ['steps', 'other'].map((name) => ({
      name,
      chaincode: stepsChaincode,
      endorsementPolicy,
      collections,
    }));
    return new StepsNetwork(await createMemoryNetwork({ organisations, chaincodes }));
  }

  endorse(steps: readonly Step[], options: StepOptions = {}): Promise<EndorsedTransaction> {
    return this.network.endorse({ ...this.call(steps, options), endorsers: options.endorsers ?? ['AMSP'] });
  }

  submit(steps: readonly Step[], options: StepOptions = {}): Promise<MemoryCommit> {
    return this.network.submit({ ...this.call(steps, options), endorsers: options.endorsers ?? ['AMSP'] });
  }

  /** Submits, and fails the test unless the transaction is valid. Answers what the steps gave. */
  async done(steps: readonly Step[], options: StepOptions = {}): Promise<unknown[]> {
    const commit = await this.submit(steps, options);
    expect(commit.status).toBe('VALID');
    return JSON.parse(commit.payload.toString()) as unknown[];
  }

  /** Evaluates the steps on a peer. */
  async ask(steps: readonly Step[], at: string = 'AMSP', mspId = at): Promise<unknown[]> {
    const answer = await this.network.evaluate({ ...this.call(steps, { mspId }), at });
    return JSON.parse(answer.toString()) as unknown[];
  }

  async statuses(transactions: readonly EndorsedTransaction[]): Promise<string[]> {
    return (await this.network.order(transactions)).map(({ status }) => status);
  }

  private call(steps: readonly Step[], { mspId = 'AMSP', chaincode = 'steps', txId }: StepOptions) {
    return { mspId, chaincode, fn: 'steps', args: [JSON.stringify(steps)], ...(txId === undefined ? {} : { txId }) };
  }
}
