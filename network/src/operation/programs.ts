import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../operator-error';
import type { Consortium } from '../topology/consortium';

/** A program of another workspace, and whether it is there to be run. */
export interface ProgramFinding {
  readonly subject: 'chaincode' | 'gateway' | 'issuer';
  readonly path: string;
  readonly isBuilt: boolean;
}

/** The programs a network runs beside its nodes. */
export const findPrograms = ({ chaincode, gateway, issuer }: Consortium): readonly ProgramFinding[] =>
  Object.entries({ chaincode, gateway, issuer }).flatMap(([subject, program]) => {
    if (!program) return [];
    const path = join(program.folder, program.program);
    return [{ subject: subject as ProgramFinding['subject'], path, isBuilt: existsSync(path) }];
  });

/** @throws OperatorError before anything is started, where a program that is to run is not there */
export const checkPrograms = (consortium: Consortium, hasServices: boolean): void => {
  const missing = findPrograms(consortium).find(
    ({ subject, isBuilt }) => !isBuilt && (hasServices || subject === 'chaincode'),
  );
  if (!missing) return;
  const reason = `the ${missing.subject} is not built: ${missing.path} is missing`;
  throw new OperatorError('not-built', reason, 'Build it: `npm ci && npm run build`.');
};
