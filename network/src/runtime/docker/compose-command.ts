import { OperatorError } from '../../operator-error';
import { complaint, ENGINE_REMEDY } from './engine';
import { type ProgramOutcome, runProgram } from './run-program';

/** A Compose that this machine has. */
export interface ComposeCommand {
  /** As an operator types it: `docker compose`, or `docker-compose`. */
  readonly name: string;
  readonly version: string;
  readonly command: string;
  readonly leading: readonly string[];
}

const KNOWN: readonly Omit<ComposeCommand, 'version'>[] = [
  { name: 'docker compose', command: 'docker', leading: ['compose'] },
  { name: 'docker-compose', command: 'docker-compose', leading: [] },
];

const versionOf = async ({ command, leading }: (typeof KNOWN)[number]): Promise<string | undefined> => {
  const { code, stdout } = await runProgram(command, [...leading, 'version', '--short']);
  return code === 0 ? stdout.trim() : undefined;
};

/**
 * The Compose to use, the newer generation first; RXNET_COMPOSE (`docker-compose`) chooses one.
 * @throws OperatorError where there is none
 */
export const requireCompose = async (): Promise<ComposeCommand> => {
  const wanted = process.env['RXNET_COMPOSE'];
  for (const known of KNOWN.filter(({ name }) => !wanted || name === wanted)) {
    const version = await versionOf(known);
    if (version !== undefined) return { ...known, version };
  }
  const reason = wanted
    ? `there is no \`${wanted}\` (RXNET_COMPOSE) here`
    : 'neither `docker compose` nor `docker-compose` is here';
  throw new OperatorError('no-compose', reason, ENGINE_REMEDY);
};

/** A Compose file in the hands of a Compose. */
export class ComposeProject {
  constructor(
    private readonly compose: ComposeCommand,
    private readonly name: string,
    private readonly file: string,
  ) {}

  call(...args: string[]): Promise<ProgramOutcome> {
    const { command, leading } = this.compose;
    return runProgram(command, [...leading, '--project-name', this.name, '--file', this.file, ...args]);
  }

  /** @throws OperatorError with what Compose complained of */
  async callOrThrow(...args: string[]): Promise<string> {
    const outcome = await this.call(...args);
    if (outcome.code === 0) return outcome.stdout;
    throw new OperatorError(
      'compose',
      `\`${this.compose.name} ${args[0]}\` failed: ${complaint(outcome)}`,
      `See the file ${this.file}, and \`docker info\`.`,
    );
  }
}
