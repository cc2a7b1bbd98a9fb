import { OperatorError } from '../operator-error';
import type { ChaincodePackage } from './chaincode-package';
import { type Definition, isSameAgreement } from './definition';
import type { MemberLifecycle } from './member-lifecycle';

/** A member in a deployment, and the lifecycle as its administrator drives it. */
export interface DeployingMember {
  readonly mspId: string;
  readonly lifecycle: MemberLifecycle;
}

/** What the members shall agree on; the sequence follows from what they agreed on before. */
export interface Agreement {
  readonly name: string;
  readonly version: string;
  readonly policy: Uint8Array;
  readonly sequence: number | 'auto';
}

/** What a deployment is to do, as found out before anything is changed. */
export interface DeploymentPlan {
  readonly definition: Definition;
  readonly chaincodePackage: ChaincodePackage;
  /** False where the channel has it already. */
  readonly isCommitNeeded: boolean;
  readonly toInstall: readonly DeployingMember[];
  readonly toApprove: readonly DeployingMember[];
}

const decideSequence = (agreement: Agreement, next: number): number => {
  if (agreement.sequence === 'auto' || agreement.sequence === next) return next;
  throw new OperatorError(
    'sequence',
    `the chaincode's sequence is ${agreement.sequence} in the consortium file, and the channel's turn is ${next}`,
    `Write \`sequence: auto\` or ${next}.`,
  );
};

/**
 * Members that approved different packages for one definition run different programs, or think so. One that approved the package
 * that is deployed now is only ahead of the others: a deployment was interrupted.
 * @throws OperatorError naming who approved what
 */
const refuseDifferentPackages = (
  approvals: readonly { readonly mspId: string; readonly packageId: string }[],
  deployed: string,
): void => {
  const others = approvals.filter(({ packageId }) => packageId !== deployed);
  if (new Set(others.map(({ packageId }) => packageId)).size <= 1) return;
  const list = approvals.map(({ mspId, packageId }) => `${mspId}: ${packageId}`).join('; ');
  throw new OperatorError(
    'package-ids-differ',
    `the members approved different packages of the chaincode in force (${list})`,
    'Agree on one package, and deploy it under a new `chaincode.version`.',
  );
};

/** Whether all can go on with the definition in force: it says what is agreed, and nobody has lost the approval of it. */
const isStillGood = async (
  agreement: Agreement,
  committed: Definition,
  { packageId }: ChaincodePackage,
  members: readonly DeployingMember[],
): Promise<boolean> => {
  if (!isSameAgreement(committed, { ...agreement, sequence: 0 })) return false;
  const approvals = await Promise.all(
    members.map(async ({ mspId, lifecycle }) => ({
      mspId,
      approval: await lifecycle.approved(agreement.name, committed.sequence),
    })),
  );
  refuseDifferentPackages(
    approvals.flatMap(({ mspId, approval }) =>
      approval && approval !== 'lost' && approval.packageId ? [{ mspId, packageId: approval.packageId }] : [],
    ),
    packageId,
  );
  return !approvals.some(({ approval }) => approval === 'lost');
};

/**
 * Finds out what is missing between what is and what shall be. Changes nothing. Where a peer has lost its member's approval, all
 * approve the same again under the next sequence: the one in force cannot be approved twice.
 */
export const planDeployment = async (
  agreement: Agreement,
  chaincodePackage: ChaincodePackage,
  members: readonly DeployingMember[],
): Promise<DeploymentPlan> => {
  const committed = await members[0]!.lifecycle.committed(agreement.name);
  const isGood = committed !== undefined && (await isStillGood(agreement, committed, chaincodePackage, members));
  const sequence = decideSequence(agreement, isGood ? committed.sequence : (committed?.sequence ?? 0) + 1);
  const definition: Definition = { ...agreement, sequence };
  const lacking = await Promise.all(
    members.map(async (member) => {
      const [installed, approval] = await Promise.all([
        member.lifecycle.installedPackages(),
        member.lifecycle.approved(agreement.name, sequence),
      ]);
      const { packageId } = chaincodePackage;
      return {
        isInstalled: installed.includes(packageId),
        isApproved:
          approval !== undefined &&
          approval !== 'lost' &&
          approval.packageId === packageId &&
          isSameAgreement(approval.definition, definition),
      };
    }),
  );
  return {
    definition,
    chaincodePackage,
    isCommitNeeded: committed?.sequence !== sequence,
    toInstall: members.filter((_, index) => !lacking[index]!.isInstalled),
    toApprove: members.filter((_, index) => !lacking[index]!.isApproved),
  };
};

/**
 * Installs the packages that are missing.
 * @throws OperatorError where a peer counts the package under another id
 */
export const installMissing = async ({ toInstall, chaincodePackage }: DeploymentPlan): Promise<void> => {
  await Promise.all(
    toInstall.map(async ({ mspId, lifecycle }) => {
      const packageId = await lifecycle.install(chaincodePackage);
      if (packageId === chaincodePackage.packageId) return;
      throw new OperatorError(
        'package-id',
        `the peer of ${mspId} made ${packageId} of the package ${chaincodePackage.packageId}`,
        'The package was changed on its way; deploy again.',
      );
    }),
  );
};

/** Has each member approve that has not. */
export const approveMissing = async ({ definition, chaincodePackage, toApprove }: DeploymentPlan): Promise<void> => {
  await Promise.all(toApprove.map(({ lifecycle }) => lifecycle.approve(definition, chaincodePackage.packageId)));
};

/** Puts the definition in force if it is not. */
export const commitIfNeeded = async (plan: DeploymentPlan, members: readonly DeployingMember[]): Promise<void> => {
  if (!plan.isCommitNeeded) return;
  const [first] = members;
  const endorsers = members.map(({ mspId }) => mspId);
  await first!.lifecycle.commit(plan.definition, endorsers);
};

const KNOWN_WITHIN_MILLISECONDS = 60_000;
const EVERY_MILLISECONDS = 100;

/**
 * Waits until every member's peer has the definition in force.
 * @throws OperatorError naming one that has not in time
 */
export const untilKnown = async (
  { definition }: DeploymentPlan,
  members: readonly DeployingMember[],
): Promise<void> => {
  const deadline = Date.now() + KNOWN_WITHIN_MILLISECONDS;
  for (const { mspId, lifecycle } of members) {
    while (((await lifecycle.committed(definition.name))?.sequence ?? 0) < definition.sequence) {
      if (Date.now() > deadline) {
        const reason = `the peer of ${mspId} does not have sequence ${definition.sequence} of ${definition.name} yet`;
        throw new OperatorError('behind', reason, 'See `rxnet status`; when it has caught up, repeat the command.');
      }
      await new Promise((done) => setTimeout(done, EVERY_MILLISECONDS));
    }
  }
};
