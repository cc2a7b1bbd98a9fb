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

const decideSequence = (agreement: Agreement, committed: Definition | undefined): number => {
  const isSame = committed !== undefined && isSameAgreement(committed, { ...agreement, sequence: 0 });
  const next = isSame ? committed.sequence : (committed?.sequence ?? 0) + 1;
  if (agreement.sequence === 'auto' || agreement.sequence === next) return next;
  throw new OperatorError(
    'sequence',
    `the chaincode's sequence is ${agreement.sequence} in the consortium file, and the channel's turn is ${next}`,
    `Write \`sequence: auto\` or ${next}.`,
  );
};

/** Finds out what is missing between what is and what shall be. Changes nothing. */
export const planDeployment = async (
  agreement: Agreement,
  chaincodePackage: ChaincodePackage,
  members: readonly DeployingMember[],
): Promise<DeploymentPlan> => {
  const committed = await members[0]!.lifecycle.committed(agreement.name);
  const sequence = decideSequence(agreement, committed);
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
        isApproved: approval?.packageId === packageId && isSameAgreement(approval.definition, definition),
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
