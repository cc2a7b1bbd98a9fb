import { OperatorError } from '../../operator-error';
import { type ProgramOutcome, runProgram } from './run-program';

/** The last lines of what a program complained of: what an operator needs to see of it. */
export const complaint = ({ stderr, stdout }: ProgramOutcome): string =>
  (stderr.trim() || stdout.trim()).split('\n').slice(-4).join(' ').trim() || 'no word why';

/** The Docker engine, by its command line: whatever context or DOCKER_HOST the operator has set applies. */
export const docker = (...args: string[]): Promise<ProgramOutcome> => runProgram('docker', args);

/** Likewise, where nothing may go wrong. @throws OperatorError */
export const dockerOrThrow = async (...args: string[]): Promise<string> => {
  const outcome = await docker(...args);
  if (outcome.code === 0) return outcome.stdout;
  throw new OperatorError(
    'docker',
    `\`docker ${args[0]}\` failed: ${complaint(outcome)}`,
    'See whether the engine is well: `docker info`.',
  );
};

/** What to do about an engine that does not answer. */
export const ENGINE_REMEDY =
  'Install Docker (Debian: `sudo apt install docker.io docker-compose`), start it (`sudo systemctl start docker`), and join ' +
  'the group docker (`sudo usermod -aG docker $USER`, then log in anew).';

/** The engine's version. @throws OperatorError where there is no engine, or this user may not speak to it */
export const requireEngine = async (): Promise<string> => {
  const { code, stdout, ...rest } = await docker('version', '--format', '{{.Server.Version}}');
  if (code === 0) return stdout.trim();
  const reason = `the Docker engine does not answer: ${complaint({ code, stdout: '', ...rest })}`;
  throw new OperatorError('no-docker', reason, ENGINE_REMEDY);
};
