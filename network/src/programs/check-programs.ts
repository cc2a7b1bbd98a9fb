import { OperatorError } from '../operator-error';
import { findProgram, findPrograms, type FoundProgram } from './find-programs';
import { CA_VERSION } from './release';

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

/** The version whose programs go with a version of Fabric; a CA has numbers of its own. */
export const wantedVersion = ({ name }: FoundProgram, fabricVersion: string): string =>
  name === 'fabric-ca-server' ? CA_VERSION : fabricVersion;

/** Whether a program is known to be of another minor version than the consortium agreed on. One built without a version may be right. */
export const isOtherVersion = (program: FoundProgram, fabricVersion: string): boolean =>
  program.version !== undefined && minor(program.version) !== minor(wantedVersion(program, fabricVersion));

const notHere = (missing: readonly string[]): OperatorError =>
  new OperatorError(
    'no-programs',
    `Fabric's ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not on this machine`,
    'Get them with `rxnet programs`, set FABRIC_BIN to the folder that holds them, or use `--runtime devnet`, which needs none.',
  );

/** Where a program is. @throws OperatorError where this machine does not have it */
export const requireProgram = (name: FoundProgram['name'], fabricVersion: string): string => {
  const path = findProgram(name, fabricVersion);
  if (path === undefined) throw notHere([name]);
  return path;
};

/**
 * Makes sure that Fabric's programs are here and of the version that the consortium agreed on.
 * @throws OperatorError
 */
export const checkFabricPrograms = async (fabricVersion: string, environment = process.env): Promise<void> => {
  const programs = await findPrograms(fabricVersion, environment);
  const missing = programs.filter(({ path }) => path === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    throw notHere(missing);
  }
  const other = programs.find((program) => isOtherVersion(program, fabricVersion));
  if (!other) return;
  throw new OperatorError(
    'fabric-version',
    `${other.path!} is of version ${other.version!}, and the consortium runs ${wantedVersion(other, fabricVersion)}`,
    'Set FABRIC_BIN to programs of that version, or change `fabric.version` in the consortium file.',
  );
};
