import { stringify } from 'yaml';
import type { Container } from './container';
import { HEALTH_CHECK, probeOf } from './health-check';
import { LABELS } from './project';

/** Who the processes in the containers are. */
export interface ContainerUser {
  readonly uid: number;
  readonly gid: number;
}

/** What holds for all containers of a network. */
export interface ComposeSettings {
  /** Absolute path of the network's directory. */
  readonly directory: string;
  readonly user: ContainerUser;
}

/** A dollar sign would begin a variable of Compose's own. */
const escaped = (text: string): string => text.replaceAll('$', '$$$$');

const service = (container: Container, { directory, user }: ComposeSettings) => ({
  image: container.image,
  command: container.command.map(escaped),
  user: `${user.uid}:${user.gid}`,
  environment: Object.fromEntries(Object.entries(container.environment).map(([name, value]) => [name, escaped(value)])),
  volumes: [
    ...container.binds.map(({ source, target, isWritable }) => ({
      type: 'bind',
      source,
      target,
      ...(!isWritable && { read_only: true }),
    })),
    ...container.volumes.map(({ name, target }) => ({ type: 'volume', source: name, target })),
  ],
  ports: container.ports.map((port) => `127.0.0.1:${port}:${port}`),
  healthcheck: { ...HEALTH_CHECK, test: ['CMD', ...probeOf(container).map(escaped)] },
  restart: 'unless-stopped',
  stop_grace_period: '30s',
  init: true,
  read_only: true,
  tmpfs: ['/tmp'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  mem_limit: `${container.memoryMebibytes}m`,
  pids_limit: 512,
  logging: { driver: 'json-file', options: { 'max-size': '8m', 'max-file': '3' } },
  labels: {
    [LABELS.directory]: directory,
    [LABELS.process]: container.name,
    [LABELS.kind]: container.kind,
    ...(container.member !== undefined && { [LABELS.member]: container.member }),
  },
});

/** A Compose file as Compose v2 and docker-compose 1.29 both take it: without `version`, by the Compose specification. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, ReturnType<typeof service>>>;
  readonly networks: Readonly<Record<string, object>>;
  readonly volumes: Readonly<Record<string, object>>;
}

/** The whole network as a Compose file. */
export const composeFile = (containers: readonly Container[], settings: ComposeSettings): ComposeFile => {
  const labels = { [LABELS.directory]: settings.directory };
  const volumes = containers.flatMap((container) => container.volumes);
  return {
    services: Object.fromEntries(containers.map((container) => [container.name, service(container, settings)])),
    networks: { default: { driver: 'bridge', labels } },
    volumes: Object.fromEntries(
      volumes.map(({ name, folder }) => [
        name,
        { driver: 'local', driver_opts: { type: 'none', o: 'bind', device: folder }, labels },
      ]),
    ),
  };
};

const HEADER = '# Made by rxnet from the consortium file; made anew by each `rxnet up`. Do not edit.\n';

/** The file's text, without anchors, so that each service can be read by itself. */
export const composeText = (file: ComposeFile): string =>
  HEADER + stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
