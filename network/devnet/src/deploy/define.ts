import { peer } from '@hyperledger/fabric-protos';
import { createSigningIdentity } from '../identity/signing-identity';
import type { SigningIdentity } from '../identity/identity';
import type { OrganisationNode } from '../network/node';
import { RequestError } from '../request-error';
import type { Channel, Consortium } from '../services/consortium';
import type { ChaincodeToDeploy } from './chaincode-to-deploy';
import { applicationPolicy, collectionConfigs } from './collections';
import { transact } from './transact';

const { lifecycle } = peer;

/** What the organisations are to agree on. */
export interface Definition extends Pick<ChaincodeToDeploy, 'name' | 'policy' | 'collections' | 'initRequired'> {
  readonly version: string;
  readonly sequence: number;
}

interface DefinitionArgs {
  setName(value: string): void;
  setVersion(value: string): void;
  setSequence(value: number): void;
  setInitRequired(value: boolean): void;
  setValidationParameter(value: Uint8Array): void;
  setCollections(value?: peer.CollectionConfigPackage): void;
}

const fill = <T extends DefinitionArgs>(args: T, definition: Definition): T => {
  const { name, version, sequence, policy, collections = [], initRequired = false } = definition;
  args.setName(name);
  args.setVersion(version);
  args.setSequence(sequence);
  args.setInitRequired(initRequired);
  if (policy) args.setValidationParameter(applicationPolicy({ signaturePolicy: policy }).serializeBinary());
  if (collections.length > 0) args.setCollections(collectionConfigs(collections));
  return args;
};

const argumentsOf = (definition: Definition) => {
  try {
    return {
      approval: fill(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition),
      commit: fill(new lifecycle.CommitChaincodeDefinitionArgs(), definition),
    };
  } catch (error) {
    throw new RequestError('invalid', (error as Error).message);
  }
};

const sourceOf = (packageId: string) => {
  const local = new lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  const source = new lifecycle.ChaincodeSource();
  source.setLocalPackage(local);
  return source;
};

/** An administrator for what the network does itself; known to the organisation's CA like any other. */
const administratorOf = ({ organisation: { mspId, ca } }: OrganisationNode): SigningIdentity =>
  createSigningIdentity({ mspId, ...ca.issueNode({ commonName: 'devnet-deployer', role: 'admin' }) });

/** Somebody approved the same before, and the commit did not come to pass. */
const isApprovedAlready = (error: Error): boolean => error.message.endsWith('with unchanged content');

/**
 * Has every organisation approve a definition, and commits it.
 * @param packageIds by MSP id
 * @throws RequestError
 */
export const define = async (
  definition: Definition,
  { channel, members, consortium }: { channel: Channel; members: readonly OrganisationNode[]; consortium: Consortium },
  packageIds: ReadonlyMap<string, string>,
): Promise<void> => {
  const { approval, commit } = argumentsOf(definition);
  for (const member of members) {
    approval.setSource(sourceOf(packageIds.get(member.organisation.mspId)!));
    const args = ['ApproveChaincodeDefinitionForMyOrg', approval.serializeBinary()];
    const endorsers = [member.endorser];
    await transact({ channel, administrator: administratorOf(member), args, endorsers }, consortium).catch(
      (error: Error) => {
        if (!isApprovedAlready(error)) throw error;
      },
    );
  }
  const args = ['CommitChaincodeDefinition', commit.serializeBinary()];
  const endorsers = members.map(({ endorser }) => endorser);
  await transact({ channel, administrator: administratorOf(members[0]!), args, endorsers }, consortium);
};
