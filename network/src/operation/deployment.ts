import { chaincodeProcess } from '../artifacts/service-plan';
import { signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { writePrivate } from '../identity/private-file';
import { type ChaincodePackage, packChaincode } from '../lifecycle/chaincode-package';
import { CONNECTION_TEMPLATE } from '../lifecycle/connection-template';
import {
  type Agreement,
  approveMissing,
  commitIfNeeded,
  type DeployingMember,
  type DeploymentPlan,
  installMissing,
  planDeployment,
  untilKnown,
} from '../lifecycle/deploy';
import { endorsementPolicy } from '../lifecycle/endorsement-policy';
import { MemberLifecycle } from '../lifecycle/member-lifecycle';
import type { Progress } from '../progress/progress';
import type { MemberAccess, ProcessHost } from '../runtime/runtime';
import type { ProcessSpec } from '../supervision/process-spec';
import type { Consortium } from '../topology/consortium';
import type { Session } from './session';

/** What a deployment found and did. */
export interface DeploymentOutcome {
  readonly chaincode: string;
  readonly version: string;
  readonly sequence: number;
  readonly packageId: string;
  readonly installed: readonly string[];
  readonly approved: readonly string[];
  readonly isCommitted: boolean;
}

/** One package for all members. */
const packageOf = ({ consortium: { chaincode }, directory }: Session): ChaincodePackage => {
  const made = packChaincode(`${chaincode.name}_${chaincode.version}`, CONNECTION_TEMPLATE);
  writePrivate(directory.chaincodePackage, made.bytes);
  return made;
};

const deployingMembers = (
  { consortium, directory }: Session,
  members: readonly MemberAccess[],
): readonly DeployingMember[] =>
  consortium.members.map((member) => {
    const access = members.find(({ name }) => name === member.name)!;
    const administrator = signerOf(directory.wallets(member.name).administration.get(ADMIN_LABEL)!);
    return { mspId: member.mspId, lifecycle: new MemberLifecycle(access.peer, administrator, consortium.channel) };
  });

const outcomeOf = (
  { definition, toInstall, toApprove, isCommitNeeded }: DeploymentPlan,
  { packageId }: ChaincodePackage,
): DeploymentOutcome => ({
  chaincode: definition.name,
  version: definition.version,
  sequence: definition.sequence,
  packageId,
  installed: toInstall.map(({ mspId }) => mspId),
  approved: toApprove.map(({ mspId }) => mspId),
  isCommitted: isCommitNeeded,
});

/** One process a member for the chaincode. */
export const chaincodeProcesses = (
  { consortium, directory, runtime }: Session,
  packageId: string,
): readonly ProcessSpec[] =>
  consortium.members.map((member) => chaincodeProcess(consortium, member, directory, packageId, runtime.services));

const agreementOf = ({ chaincode, members }: Consortium): Agreement => ({
  ...chaincode,
  policy: endorsementPolicy(
    members.map(({ mspId }) => mspId),
    chaincode.endorsements,
  ),
});

/** Works with every member's lifecycle, and lets go of them. */
const withLifecycles = async <T>(
  session: Session,
  members: readonly MemberAccess[],
  work: (deploying: readonly DeployingMember[]) => Promise<T>,
): Promise<T> => {
  const deploying = deployingMembers(session, members);
  try {
    return await work(deploying);
  } finally {
    for (const { lifecycle } of deploying) lifecycle.close();
  }
};

/** What `deployChaincode` would do. Changes nothing. */
export const planOf = (session: Session, members: readonly MemberAccess[]): Promise<DeploymentOutcome> =>
  withLifecycles(session, members, async (deploying) => {
    const { chaincode } = session.consortium;
    const chaincodePackage = packChaincode(`${chaincode.name}_${chaincode.version}`, CONNECTION_TEMPLATE);
    return outcomeOf(
      await planDeployment(agreementOf(session.consortium), chaincodePackage, deploying),
      chaincodePackage,
    );
  });

/**
 * Brings the chaincode of the consortium file into force: packages, installs, runs one process a member, has each member
 * approve, commits. What is done already is left alone. Between a former version and its successor no process runs: a peer that
 * finds one of another version than it looks for waits for the right one until it gives up, and commits nothing meanwhile; a
 * closed port it is told of at once.
 */
export const deployChaincode = async (
  session: Session,
  host: ProcessHost,
  members: readonly MemberAccess[],
  progress: Progress,
): Promise<DeploymentOutcome> => {
  const { consortium } = session;
  const chaincodePackage = packageOf(session);
  const specs = chaincodeProcesses(session, chaincodePackage.packageId);
  const agreement = agreementOf(consortium);
  return withLifecycles(session, members, (deploying) =>
    progress.step(`Deploy chaincode ${agreement.name} ${agreement.version}`, async (say) => {
      const plan = await planDeployment(agreement, chaincodePackage, deploying);
      const isFirst = plan.definition.sequence === 1;
      // Of a first version nobody can be using the process yet: it boots while the members approve.
      if (isFirst) await host.begin(specs);
      say('install');
      await installMissing(plan);
      say('approve');
      await approveMissing(plan);
      if (plan.isCommitNeeded && !isFirst) await host.end(specs.map(({ name }) => name));
      else await host.run(specs);
      say('commit');
      await commitIfNeeded(plan, deploying);
      await untilKnown(plan, deploying);
      await host.run(specs);
      say(`sequence ${plan.definition.sequence}`);
      return outcomeOf(plan, chaincodePackage);
    }),
  );
};
