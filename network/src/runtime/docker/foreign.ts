import { OperatorError } from '../../operator-error';
import { dockerOrThrow } from './engine';
import { LABELS } from './project';

/** Something of the engine's that has a name of ours. */
export interface Named {
  readonly kind: 'container' | 'volume' | 'network';
  readonly name: string;
  /** Of the network that it belongs to; empty where it belongs to none of ours. */
  readonly directory: string;
}

const REMOVAL: Readonly<Record<Named['kind'], string>> = {
  container: 'docker rm --force',
  volume: 'docker volume rm',
  network: 'docker network rm',
};

/** Whether the engine may have made the name for the project: both Compose generations begin names with it. */
const isOfProject = (project: string, name: string): boolean =>
  name.startsWith(`${project}_`) || name.startsWith(`${project}-`);

/**
 * Those that have our names and belong to somebody else.
 * @throws OperatorError naming each, with the command that removes it
 */
export const refuseForeign = (found: readonly Named[], project: string, directory: string): void => {
  const foreign = found.filter((each) => isOfProject(project, each.name) && each.directory !== directory);
  if (foreign.length === 0) return;
  const list = foreign
    .map(
      ({ kind, name, directory: owner }) =>
        `${kind} ${name} (${owner === '' ? 'not made by rxnet' : `of the network ${owner}`})`,
    )
    .join(', ');
  throw new OperatorError(
    'foreign-containers',
    `the engine has names that this network needs, and they are somebody else's: ${list}`,
    `Take another --directory, or, if nobody needs them: ${foreign.map(({ kind, name }) => `\`${REMOVAL[kind]} ${name}\``).join(', ')}.`,
  );
};

const LISTS: readonly (readonly [Named['kind'], readonly string[]])[] = [
  ['container', ['ps', '--all', '--format', `{{.Names}}\t{{.Label "${LABELS.directory}"}}`]],
  ['volume', ['volume', 'ls', '--format', `{{.Name}}\t{{.Label "${LABELS.directory}"}}`]],
  ['network', ['network', 'ls', '--format', `{{.Name}}\t{{.Label "${LABELS.directory}"}}`]],
];

/** All that the engine has, of whomever. */
export const listNamed = async (): Promise<readonly Named[]> => {
  const lists = await Promise.all(
    LISTS.map(async ([kind, args]) => {
      const lines = (await dockerOrThrow(...args)).split('\n').filter((line) => line !== '');
      return lines.map((line): Named => {
        const [name = '', directory = ''] = line.split('\t');
        return { kind, name, directory };
      });
    }),
  );
  return lists.flat();
};
