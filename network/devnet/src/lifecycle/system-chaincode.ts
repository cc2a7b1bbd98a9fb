import type { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import { checkAccess } from '../peer/acl';
import type { SystemChaincode, TransactionContext } from '../peer/simulation';
import { failure, success } from '../peer/system/system-services';
import { NotFound } from './not-found';
import { type DefinitionFunction, definitionFunctions } from './definition-functions';
import { type PackageFunction, packageFunctions } from './package-functions';
import type { InstalledPackages } from './packages';

/** What one peer's `_lifecycle` works with. */
export interface LifecycleParts {
  readonly mspId: string;
  readonly packages: InstalledPackages;
  readonly configOf: (channel: string) => ChannelConfig | undefined;
}

const dispatch = async (parts: LifecycleParts, context: TransactionContext, name: string, input: Uint8Array) => {
  const ofPackages: PackageFunction | undefined = packageFunctions[name];
  if (ofPackages) return ofPackages(input, parts.packages);
  const ofDefinitions: DefinitionFunction | undefined = definitionFunctions[name];
  if (!ofDefinitions) throw new Error(`receiver *lifecycle.Invocation.${name} does not exist`);
  const config = parts.configOf(context.proposal.channel);
  if (!config) throw new Error(`no application config for channel '${context.proposal.channel}'`);
  return ofDefinitions(input, { context, config, mspId: parts.mspId });
};

const invoke = async (parts: LifecycleParts, context: TransactionContext): Promise<peer.Response> => {
  const { args, channel, creator } = context.proposal;
  if (args.length === 0) return failure('lifecycle scc must be invoked with arguments');
  if (args.length !== 2) {
    return failure(`lifecycle scc operations require exactly two arguments but received ${args.length}`);
  }
  const name = Buffer.from(args[0]!).toString('utf8');
  const config = channel === '' ? undefined : parts.configOf(channel);
  try {
    checkAccess(`_lifecycle/${name}`, { channel, config, mspId: parts.mspId }, creator);
  } catch (error) {
    return failure(`Failed to authorize invocation due to failed ACL check: ${(error as Error).message}`);
  }
  try {
    return success(await dispatch(parts, context, name, args[1]!));
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof NotFound) return failure(message, 404);
    return failure(`failed to invoke backing implementation of '${name}': ${message}`);
  }
};

/** The system chaincode that installs packages and agrees on definitions. */
export const createLifecycle = (parts: LifecycleParts): SystemChaincode => ({
  name: '_lifecycle',
  invoke: (context) => invoke(parts, context),
});
