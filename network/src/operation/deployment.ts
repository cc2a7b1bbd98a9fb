import { chaincodeProcess } from '../artifacts/service-plan';
import { signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { writePrivate } from '../identity/private-file';
import { packChaincode } from '../lifecycle/chaincode-package';
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
import type { MemberAccess } from '../runtime/runtime';
import { runUntilReady } from '../supervision/await-ready';
import type { ControlCalls } from '../supervision/control';
import type { MemberEnrolment } from './enrolment';
import type { Session } from './session';

/** What a deployment found and did. */
export interface DeploymentOutcome {
  readonly chaincode: string;
  readonly version: string;
  readonly sequence: number;
  /** MSP id to package id. */
  readonly packages: Readonly<Record<string, string>>;
  readonly installed: readonly string[];
  readonly approved: readonly string[];
  readonly isCommitted: boolean;
}

const deployingMembers = (
  { consortium, directory, runtime }: Session,
  members: readonly MemberAccess[],
  enrolments: readonly MemberEnrolment[],
): readonly DeployingMember[] =>
  consortium.members.map((member) => {
    const access = members.find(({ name }) => name === member.name)!;
    const { chaincodeTls } = enrolments.find((enrolment) => enrolment.member === member.name)!;
    const { name, version } = consortium.chaincode;
    const chaincodePackage = packChaincode(`${name}_${version}`, runtime.chaincodeConnection(member, chaincodeTls));
    writePrivate(directory.member(member.name).chaincode.package, chaincodePackage.bytes);
    const administrator = signerOf(directory.wallets(member.name).administration.get(ADMIN_LABEL)!);
    return {
      mspId: member.mspId,
      chaincodePackage,
      lifecycle: new MemberLifecycle(access.peer, administrator, consortium.channel),
    };
  });

const outcomeOf = (
  { definition, toInstall, toApprove, isCommitNeeded }: DeploymentPlan,
  members: readonly DeployingMember[],
): DeploymentOutcome => ({
  chaincode: definition.name,
  version: definition.version,
  sequence: definition.sequence,
  packages: Object.fromEntries(members.map(({ mspId, chaincodePackage }) => [mspId, chaincodePackage.packageId])),
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
  control: ControlCalls,
  members: readonly MemberAccess[],
  enrolments: readonly MemberEnrolment[],
  progress: Progress,
): Promise<DeploymentOutcome> => {
  const { consortium, directory } = session;
  const deploying = deployingMembers(session, members, enrolments);
  const specs = consortium.members.map((member, index) =>
    chaincodeProcess(consortium, member, directory, deploying[index]!.chaincodePackage.packageId),
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
      const plan = await planDeployment(agreement, deploying);
      // Of a first version nobody can be using the process yet: it boots while the members approve.
      if (plan.definition.sequence === 1) await control.run({ specs });
      say('install');
      await installMissing(plan);
      say('approve');
      await approveMissing(plan);
      say('start');
      await runUntilReady(control, specs);
      say('commit');
      await commitIfNeeded(plan, deploying);
      say(`sequence ${plan.definition.sequence}`);
      return outcomeOf(plan, deploying);
    });
  } finally {
    for (const { lifecycle } of deploying) lifecycle.close();
  }
};
