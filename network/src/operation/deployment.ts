import { chaincodeProcess } from '../artifacts/service-plan';
import { signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { writePrivate } from '../identity/private-file';
import { type ChaincodePackage, packChaincode } from '../lifecycle/chaincode-package';
import { CONNECTION_TEMPLATE } from '../lifecycle/connection-template';
import {
  approveMissing,
  commitIfNeeded,
  type DeployingMember,
  type DeploymentPlan,
  installMissing,
  planDeployment,
} from '../lifecycle/deploy';
import { endorsementPolicy } from '../lifecycle/endorsement-policy';
import { MemberLifecycle } from '../lifecycle/member-lifecycle';
import type { Progress } from '../progress/progress';
import type { MemberAccess, ProcessHost } from '../runtime/runtime';
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

/**
 * Brings the chaincode of the consortium file into force: packages, installs, runs one process a member, has each member
 * approve, commits. What is done already is left alone.
 */
export const deployChaincode = async (
  session: Session,
  host: ProcessHost,
  members: readonly MemberAccess[],
  progress: Progress,
): Promise<DeploymentOutcome> => {
  const { consortium, directory } = session;
  const chaincodePackage = packageOf(session);
  const deploying = deployingMembers(session, members);
  const specs = consortium.members.map((member) =>
    chaincodeProcess(consortium, member, directory, chaincodePackage.packageId, session.runtime.services),
  );
  const agreement = {
    ...consortium.chaincode,
    policy: endorsementPolicy(
      consortium.members.map(({ mspId }) => mspId),
      consortium.chaincode.endorsements,
    ),
  };
  try {
    return await progress.step(`Deploy chaincode ${agreement.name} ${agreement.version}`, async (say) => {
      const plan = await planDeployment(agreement, chaincodePackage, deploying);
      // Of a first version nobody can be using the process yet: it boots while the members approve.
      if (plan.definition.sequence === 1) await host.begin(specs);
      say('install');
      await installMissing(plan);
      say('approve');
      await approveMissing(plan);
      say('start');
      await host.run(specs);
      say('commit');
      await commitIfNeeded(plan, deploying);
      say(`sequence ${plan.definition.sequence}`);
      return outcomeOf(plan, chaincodePackage);
    });
  } finally {
    for (const { lifecycle } of deploying) lifecycle.close();
  }
};
