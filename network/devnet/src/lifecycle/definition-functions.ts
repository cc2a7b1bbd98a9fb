import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import type { TransactionContext } from '../peer/simulation';
import {
  type Approval,
  approvalsOf,
  approve,
  commit,
  commitReadiness,
  currentSequence,
  readApproval,
} from './agreement';
import { NotFound } from './not-found';
import { type ChaincodeParameters, fillResult, namespaces, parametersOf, readParameters } from './parameters';
import { metadataKey, type RecordState, recordType } from './state-record';
import { validateDefinition } from './validate-definition';

const { lifecycle } = peer;
const own = '_lifecycle';
const implicitCollection = (mspId: string): string => `_implicit_org_${mspId}`;

/** Where a function of `_lifecycle` runs. */
export interface DefinitionScope {
  readonly context: TransactionContext;
  readonly config: ChannelConfig;
  /** Whose peer runs it. */
  readonly mspId: string;
}

/** A function of `_lifecycle` that is about a channel's definitions: a serialised argument in, a serialised result out. */
export type DefinitionFunction = (input: Uint8Array, scope: DefinitionScope) => Uint8Array;

const publicState = ({ context }: DefinitionScope): RecordState => ({
  get: (key) => context.getState(own, key),
  put: (key, value) => context.putState(own, key, value),
});

const ownState = ({ context, mspId }: DefinitionScope): RecordState => ({
  get: (key) => context.getPrivateData(own, implicitCollection(mspId), key),
  put: (key, value) => context.putPrivateData(own, implicitCollection(mspId), key, value),
});

const approvalHash =
  ({ context }: DefinitionScope) =>
  (mspId: string, key: string): Uint8Array | undefined =>
    context.getPrivateDataHash(own, implicitCollection(mspId), key);

const committedCollections = (name: string, scope: DefinitionScope): peer.CollectionConfigPackage | undefined => {
  const state = publicState(scope);
  if (recordType(state, namespaces, name) !== undefined) {
    return peer.CollectionConfigPackage.deserializeBinary(readParameters(state, name).collections);
  }
  // A peer looks for a definition of Fabric 1 here; reading the key keeps the read set what it is there.
  scope.context.getState('lscc', name);
  return undefined;
};

type Proposed = InstanceType<typeof lifecycle.CommitChaincodeDefinitionArgs>;

const validate = (
  request: Pick<Proposed, 'getName' | 'getVersion' | 'getCollections'>,
  scope: DefinitionScope,
): void => {
  try {
    validateDefinition({
      name: request.getName(),
      version: request.getVersion(),
      collections: request.getCollections(),
      organisations: scope.config.organisations,
      committed: committedCollections(request.getName(), scope),
    });
  } catch (error) {
    throw new Error(`error validating chaincode definition: ${(error as Error).message}`);
  }
};

const approveForOwn: DefinitionFunction = (input, scope) => {
  const request = lifecycle.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(input);
  validate(request, scope);
  const approval: Approval = {
    name: request.getName(),
    sequence: request.getSequence(),
    parameters: parametersOf(request),
    packageId: request.getSource()?.getLocalPackage()?.getPackageId() ?? '',
  };
  approve(approval, publicState(scope), ownState(scope));
  return new lifecycle.ApproveChaincodeDefinitionForMyOrgResult().serializeBinary();
};

const sourceOf = (packageId: string) => {
  const source = new lifecycle.ChaincodeSource();
  if (packageId === '') {
    source.setUnavailable(new lifecycle.ChaincodeSource.Unavailable());
    return source;
  }
  const local = new lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  source.setLocalPackage(local);
  return source;
};

const queryApproved: DefinitionFunction = (input, scope) => {
  const request = lifecycle.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(input);
  const { channel } = scope.context.proposal;
  const approval = readApproval(channel, request.getName(), request.getSequence(), publicState(scope), ownState(scope));
  const result = new lifecycle.QueryApprovedChaincodeDefinitionResult();
  result.setSequence(approval.sequence);
  fillResult(result, approval.parameters);
  result.setSource(sourceOf(approval.packageId));
  return result.serializeBinary();
};

const readiness: DefinitionFunction = (input, scope) => {
  const request = lifecycle.CheckCommitReadinessArgs.deserializeBinary(input);
  const { approvals, mismatches } = commitReadiness(
    { name: request.getName(), sequence: request.getSequence(), parameters: parametersOf(request) },
    publicState(scope),
    scope.config.organisations,
    approvalHash(scope),
  );
  const result = new lifecycle.CheckCommitReadinessResult();
  approvals.forEach((isApproved, mspId) => result.getApprovalsMap().set(mspId, isApproved));
  mismatches.forEach((items, mspId) => {
    const entry = new lifecycle.CheckCommitReadinessResult.Mismatches();
    entry.setItemsList([...items]);
    result.getMismatchesMap().set(mspId, entry);
  });
  return result.serializeBinary();
};

const commitDefinition: DefinitionFunction = (input, scope) => {
  const request = lifecycle.CommitChaincodeDefinitionArgs.deserializeBinary(input);
  validate(request, scope);
  const definition = {
    name: request.getName(),
    sequence: request.getSequence(),
    parameters: parametersOf(request),
  };
  const state = publicState(scope);
  const { approvals } = commitReadiness(definition, state, scope.config.organisations, approvalHash(scope));
  if (!approvals.get(scope.mspId)) {
    throw new Error(`chaincode definition not agreed to by this org (${scope.mspId})`);
  }
  commit(definition, state);
  return new lifecycle.CommitChaincodeDefinitionResult().serializeBinary();
};

const definitionNamed = (
  name: string,
  scope: DefinitionScope,
): { sequence: number; parameters: ChaincodeParameters } => {
  const state = publicState(scope);
  if (recordType(state, namespaces, name) === undefined) throw new NotFound(`namespace ${name} is not defined`);
  return { sequence: currentSequence(state, name), parameters: readParameters(state, name) };
};

const queryDefinition: DefinitionFunction = (input, scope) => {
  const name = lifecycle.QueryChaincodeDefinitionArgs.deserializeBinary(input).getName();
  const definition = definitionNamed(name, scope);
  const { approvals } = approvalsOf({ name, ...definition }, scope.config.organisations, approvalHash(scope));
  const result = new lifecycle.QueryChaincodeDefinitionResult();
  result.setSequence(definition.sequence);
  fillResult(result, definition.parameters);
  approvals.forEach((isApproved, mspId) => result.getApprovalsMap().set(mspId, isApproved));
  return result.serializeBinary();
};

const queryDefinitions: DefinitionFunction = (_input, scope) => {
  const { QueryChaincodeDefinitionsResult: Result } = lifecycle;
  const result = new Result();
  const prefix = metadataKey(namespaces, '');
  const names = [...scope.context.getStateRange(own, prefix, `${prefix}\u{10ffff}`)].map(({ key }) =>
    key.slice(prefix.length),
  );
  for (const name of names) {
    const { sequence, parameters } = definitionNamed(name, scope);
    const entry = new Result.ChaincodeDefinition();
    entry.setName(name);
    entry.setSequence(sequence);
    fillResult(entry, parameters);
    result.addChaincodeDefinitions(entry);
  }
  return result.serializeBinary();
};

/** Functions of `_lifecycle` that are about a channel's definitions. */
export const definitionFunctions: Readonly<Record<string, DefinitionFunction>> = {
  ApproveChaincodeDefinitionForMyOrg: approveForOwn,
  QueryApprovedChaincodeDefinition: queryApproved,
  CheckCommitReadiness: readiness,
  CommitChaincodeDefinition: commitDefinition,
  QueryChaincodeDefinition: queryDefinition,
  QueryChaincodeDefinitions: queryDefinitions,
};
