import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NetworkDirectory } from '../src/directory/network-directory';
import { composeFile, composeText } from '../src/runtime/docker/compose-file';
import { runProgram } from '../src/runtime/docker/run-program';
import { everyContainer } from './compose-containers';

const GENERATIONS = [
  { title: 'Compose v2', command: 'docker', leading: ['compose'] },
  { title: 'docker-compose 1.29', command: 'docker-compose', leading: [] },
] as const;

interface Understood {
  readonly services: Readonly<Record<string, { readonly environment: Readonly<Record<string, string>> }>>;
}

const isHere = ({ command, leading }: (typeof GENERATIONS)[number]): boolean =>
  spawnSync(command, [...leading, 'version', '--short']).status === 0;

describe.each(GENERATIONS)('the Compose file, as $title reads it', (generation) => {
  const { title, command, leading } = generation;
  const folder = mkdtempSync(join(tmpdir(), 'rxnet-compose-'));
  const path = join(folder, 'docker-compose.yaml');

  if (!isHere(generation)) {
    it.skip(`is not read: ${title} is not on this machine`, () => undefined);
    return;
  }

  beforeAll(() => {
    const settings = { directory: folder, user: { uid: 1501, gid: 1501 } };
    writeFileSync(path, composeText(composeFile(everyContainer(new NetworkDirectory(folder)), settings)));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is valid, has every process, and keeps dollar signs', async () => {
    const { code, stdout, stderr } = await runProgram(command, [...leading, '--file', path, 'config']);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { services } = parse(stdout) as Understood;
    expect(Object.keys(services)).toHaveLength(4 * 5 + 1);
    // `config` prints what could be read again: the dollar sign stays doubled.
    expect(services['peer.hospital']!.environment['PRICE']).toBe('$$5');
  });
});
