import { AuthorityError } from '../identity/certificate-authority';
import { OperatorError } from '../operator-error';
import { ConsortiumFileError } from '../topology/source';
import { OrdererError } from '../fabric/orderer-client';
import { PeerError } from '../fabric/peer-client';

/** A failure as `--json` prints it. */
export interface FailureReport {
  readonly code: string;
  readonly reason: string;
  readonly remedy?: string;
  readonly faults?: ConsortiumFileError['faults'];
  readonly file?: string;
}

const detailsOf = (error: Error): string => {
  const details = (error as { details?: readonly { mspId: string; message: string }[] }).details;
  if (!Array.isArray(details) || details.length === 0) return error.message;
  return `${error.message}: ${details.map(({ mspId, message }) => `${mspId}: ${message}`).join('; ')}`;
};

/** What went wrong, for programs; known kinds of error keep their parts. */
export const describeFailure = (error: Error): FailureReport => {
  if (error instanceof ConsortiumFileError) {
    return {
      code: 'consortium-file',
      reason: 'the consortium file has faults',
      file: error.file,
      faults: error.faults,
    };
  }
  if (error instanceof OperatorError) return { code: error.code, reason: error.reason, remedy: error.remedy };
  if (error instanceof AuthorityError) return { code: 'certificate-authority', reason: error.message };
  if (error instanceof OrdererError) return { code: 'orderer', reason: error.message };
  if (error instanceof PeerError) return { code: 'peer', reason: error.message };
  return { code: 'failed', reason: detailsOf(error) };
};

/** The same for people: one fault a line, and under each what to do. */
export const printFailure = (error: Error): string => {
  if (error instanceof ConsortiumFileError) {
    const lines = error.faults.flatMap(({ line, path, reason, remedy }) => [
      `${error.file}:${line}: ${path}: ${reason}`,
      `    ${remedy}.`,
    ]);
    return `rxnet: the consortium file has ${error.faults.length} fault(s)\n${lines.join('\n')}\n`;
  }
  const { reason, remedy } = describeFailure(error);
  return `rxnet: ${reason}\n${remedy ? `    ${remedy}\n` : ''}`;
};
