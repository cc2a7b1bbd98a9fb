import { existsSync, readFileSync } from 'node:fs';
import { OperatorError } from '../operator-error';
import type { ReleaseArchive } from './release';

const SUM = /^[0-9a-f]{64}\b/i;

/** The first word of a checksum file beside the archive, as `sha256sum` writes one. */
const sumBeside = (path: string): string | undefined => {
  const beside = `${path}.sha256`;
  return existsSync(beside) ? SUM.exec(readFileSync(beside, 'utf8'))?.[0].toLowerCase() : undefined;
};

/**
 * The sum that an archive must have: ours, else the user's word for it.
 * @throws OperatorError where nobody says one: programs that run a ledger are not taken on trust
 */
export const expectedSum = (archive: ReleaseArchive, path: string, given: ReadonlyMap<string, string>): string => {
  const said = given.get(archive.file) ?? sumBeside(path);
  if (archive.sha256 && said && said !== archive.sha256) {
    const reason = `the SHA-256 given for ${archive.file} is ${said}, and the one known here ${archive.sha256}`;
    throw new OperatorError('checksum', reason, 'One of the two is wrong: compare with the page of the release.');
  }
  const expected = archive.sha256 ?? said;
  if (expected) return expected;
  throw new OperatorError(
    'no-checksum',
    `no SHA-256 of ${archive.file} is known here, and programs are not run unchecked`,
    `Read it on the page of the release (${archive.product} v${archive.version}) and give it: ` +
      `\`rxnet programs --sha256 ${archive.file}=<sum>\`, or in ${path}.sha256.`,
  );
};
