import type { Container, Prober } from './container';

const TIMEOUT_MILLISECONDS = 4000;

type Probe = (port: number, path: string | undefined) => readonly string[];

/** Fabric's images have neither curl nor wget, but bash, which opens connections by itself. */
const withBash: Probe = (port, path) => {
  const connect = `exec 3<>/dev/tcp/127.0.0.1/${port}`;
  const ask = `printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3`;
  return ['bash', '-c', path === undefined ? connect : `${connect} && ${ask}`];
};

const withNode: Probe = (port, path) => {
  const connect = `require('node:net').connect(${port}, '127.0.0.1').once('connect', () => process.exit(0)).once('error', () => process.exit(1))`;
  const ask = `fetch('http://127.0.0.1:${port}${path}').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  const limit = `setTimeout(() => process.exit(1), ${TIMEOUT_MILLISECONDS});`;
  return ['node', '-e', `${limit} ${path === undefined ? connect : ask}`];
};

const probes: Readonly<Record<Prober, Probe>> = { bash: withBash, node: withNode };

/** The command that, run in a container, exits with 0 when its process does its work. */
export const probeOf = ({ readiness, prober }: Pick<Container, 'readiness' | 'prober'>): readonly string[] => {
  if (readiness.by === 'port') return probes[prober](readiness.port, undefined);
  const { port, pathname } = new URL(readiness.url);
  return probes[prober](Number(port), pathname);
};

/** How often the engine repeats the probe while a container runs. */
export const HEALTH_CHECK = { interval: '15s', timeout: '5s', retries: 3, start_period: '60s' } as const;
