import { portClaims, refuseTaken, takenPorts } from '../runtime/port-check';
import type { ProcessState } from '../supervision/process-spec';
import type { Session } from './session';

/**
 * Makes sure that every port is free which none of the network's own processes has.
 * @throws OperatorError naming the taken ones
 */
export const checkPorts = async ({ consortium, runtime }: Session, running: readonly ProcessState[]): Promise<void> => {
  const isOwn = (claim: ReturnType<typeof portClaims>[number]) =>
    running.some(
      ({ kind, member, phase }) =>
        phase !== 'ended' && kind === claim.kind && (member === undefined || member === claim.member),
    );
  const claims = portClaims(consortium, runtime.nodePorts).filter((claim) => !isOwn(claim));
  refuseTaken(await takenPorts(claims), consortium.file);
};
