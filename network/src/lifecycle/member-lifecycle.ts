import { peer } from '@hyperledger/fabric-protos';
import { ChannelClient } from '../fabric/channel-client';
import type { Endpoint } from '../fabric/endpoint';
import { PeerClient, PeerError } from '../fabric/peer-client';
import type { FabricSigner } from '../fabric/signer';
import type { ChaincodePackage } from './chaincode-package';
import { approvalOf, commitmentOf, type Definition, readinessQuestionOf } from './definition';

const { lifecycle } = peer;
const LIFECYCLE = '_lifecycle';

/** What a member approved last for a chaincode. */
export interface Approval {
  readonly definition: Definition;
  readonly packageId: string | undefined;
}

/** The chaincode lifecycle as one member's administrator drives it, on any Fabric network with V2 lifecycle. */
export class MemberLifecycle {
  readonly #peer: PeerClient;
  readonly #channel: ChannelClient;

  constructor(
    endpoint: Endpoint,
    private readonly signer: FabricSigner,
    private readonly channel: string,
  ) {
    this.#peer = new PeerClient(endpoint, signer);
    this.#channel = new ChannelClient(endpoint, signer, channel);
  }

  async installedPackages(): Promise<readonly string[]> {
    const question = new lifecycle.QueryInstalledChaincodesArgs();
    const answer = await this.#call('', 'QueryInstalledChaincodes', question.serializeBinary());
    const found = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(answer);
    return found.getInstalledChaincodesList().map((entry) => entry.getPackageId());
  }

  /** Installs on the member's peer; returns the id under which the peer keeps the package. */
  async install({ bytes }: ChaincodePackage): Promise<string> {
    const order = new lifecycle.InstallChaincodeArgs();
    order.setChaincodeInstallPackage(bytes);
    const answer = await this.#call('', 'InstallChaincode', order.serializeBinary());
    return lifecycle.InstallChaincodeResult.deserializeBinary(answer).getPackageId();
  }

  /** The definition in force on the channel. */
  async committed(name: string): Promise<Definition | undefined> {
    const question = new lifecycle.QueryChaincodeDefinitionArgs();
    question.setName(name);
    const answer = await this.#found('QueryChaincodeDefinition', question.serializeBinary());
    return answer && definitionOf(name, lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(answer));
  }

  /** What this member approved for that sequence; `lost` where the ledger has an approval that the peer does not have any more. */
  async approved(name: string, sequence: number): Promise<Approval | 'lost' | undefined> {
    const question = new lifecycle.QueryApprovedChaincodeDefinitionArgs();
    question.setName(name);
    question.setSequence(sequence);
    let answer: Uint8Array | undefined;
    try {
      answer = await this.#found('QueryApprovedChaincodeDefinition', question.serializeBinary());
    } catch (error) {
      if (error instanceof PeerError && isLoss(error)) return 'lost';
      throw error;
    }
    if (!answer) return undefined;
    const result = lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(answer);
    return {
      definition: definitionOf(name, result),
      packageId: result.getSource()?.getLocalPackage()?.getPackageId() || undefined,
    };
  }

  async approve(definition: Definition, packageId: string): Promise<void> {
    await this.#submit('ApproveChaincodeDefinitionForMyOrg', approvalOf(definition, packageId), [this.signer.mspId]);
  }

  /** Who has approved exactly this, by MSP id. */
  async readiness(definition: Definition): Promise<ReadonlyMap<string, boolean>> {
    const answer = await this.#call(this.channel, 'CheckCommitReadiness', readinessQuestionOf(definition));
    const result = lifecycle.CheckCommitReadinessResult.deserializeBinary(answer);
    return new Map(result.getApprovalsMap().toArray() as [string, boolean][]);
  }

  /** Puts the definition in force, endorsed by these members. */
  async commit(definition: Definition, endorsers: readonly string[]): Promise<void> {
    await this.#submit('CommitChaincodeDefinition', commitmentOf(definition), endorsers);
  }

  close(): void {
    this.#channel.close();
    this.#peer.close();
  }

  #call(channel: string, transaction: string, argument: Uint8Array): Promise<Uint8Array> {
    return this.#peer.call({ channel, chaincode: LIFECYCLE, arguments: [transaction, argument] });
  }

  /** Undefined where the peer says that there is nothing of that name. */
  async #found(transaction: string, argument: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      return await this.#call(this.channel, transaction, argument);
    } catch (error) {
      if (error instanceof PeerError && isAbsence(error)) return undefined;
      throw error;
    }
  }

  async #submit(transaction: string, argument: Uint8Array, endorsingOrganizations: readonly string[]): Promise<void> {
    const options = { arguments: [argument], endorsingOrganizations: [...endorsingOrganizations] };
    await this.#channel.submit(LIFECYCLE, transaction, options);
  }
}

/** Peers have no code for "there is none": 404 in the case of a definition, 500 with these words for an approval. */
const isAbsence = ({ status, message }: PeerError): boolean =>
  status === 404 || /could not fetch approved chaincode definition|is not defined/.test(message);

/** An approval is private data of its member: a peer that began with an empty disk knows of it and has it not. */
const isLoss = ({ message }: PeerError): boolean =>
  /private data matching public hash version is not available/.test(message);

interface DefinitionAnswer {
  getVersion(): string;
  getSequence(): number;
  getValidationParameter_asU8(): Uint8Array;
}

const definitionOf = (name: string, answer: DefinitionAnswer): Definition => ({
  name,
  version: answer.getVersion(),
  sequence: answer.getSequence(),
  policy: answer.getValidationParameter_asU8(),
});
