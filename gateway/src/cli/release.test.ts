import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Ajv from 'ajv';
import { releaseYaml, StewardDesk } from '../../test/steward-desk';
import { AskBody, RegisterBody } from '../releases/schemas';
import { hashOf, type Scheme } from '../releases/scheme';
import { readReleaseFile } from '../steward/release-file';
import { releaseCommand } from './release';

/** What a gateway answers of a data set and a release, as far as the commands read it. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

let desk: StewardDesk;
let server: Server;
let asked: Asked[];
let scheme: string;
beforeEach(async () => {
  desk = new StewardDesk();
  asked = [];
  scheme = '';
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      asked.push({ method: request.method!, path: request.url!, body: JSON.parse(text || '{}') });
      response.end(JSON.stringify({ id: 'r-1', status: 'RESERVED', scheme }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  desk.clear();
  await new Promise((resolve) => server.close(resolve));
});

const rx = (command: string, ...more: string[]): Promise<unknown> => {
  const gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const words = [command, 'stays', '--file', desk.file, '--gateway', gateway, '--token', 'steward', ...more];
  return releaseCommand().exitOverride().parseAsync(words, { from: 'user' });
};
const ajv = new Ajv({ strict: false });

describe('from a release file to the gateway', () => {
  it.each([
    ['dp', 'add-remove'],
    ['paper', 'label'],
  ])('register posts its scheme, with an account for what %s is charged to', async (mode, guarantee) => {
    desk.write('release.yaml', releaseYaml({ mode }));
    await rx('register', '--source', 'stays.csv', '--title', 'Stays', '--epsilon', '2', '--delta', '0.00001');
    const { body, path } = asked[0]!;
    expect(path).toBe('/v1/datasets');
    expect(ajv.validate(RegisterBody, body)).toBe(true);
    expect(body).toMatchObject({
      source: { kind: 'file', name: 'stays.csv' },
      accounts: [{ guarantee, composition: 'basic', cap: { microEpsilon: '2000000', picoDelta: '10000000' } }],
    });
    expect(hashOf(body['scheme'] as Scheme)).toBe(hashOf(readReleaseFile(desk.file).scheme));
  });

  it('register refuses what the gateway does not do: to keep one of several rows', async () => {
    desk.write('release.yaml', releaseYaml({ 'several-rows': 'keep-one' }));
    const registered = rx('register', '--source', 'a.csv', '--title', 'Stays', '--epsilon', '2');
    await expect(registered).rejects.toThrow(/give the gateway a file with one row a patient/);
    expect(asked).toEqual([]);
  });

  it('ask posts its question, once the scheme on the ledger is its own', async () => {
    desk.write('release.yaml', releaseYaml());
    scheme = hashOf(readReleaseFile(desk.file).scheme);
    await rx('ask');
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/datasets/stays',
      'POST /v1/releases',
    ]);
    expect(ajv.validate(AskBody, asked[1]!.body)).toBe(true);
    expect(asked[1]!.body).toMatchObject({ dataset: 'stays', mode: 'dp', k: 5, columns: ['age', 'sex'] });
  });

  it('ask charges nothing where the ledger has another scheme', async () => {
    desk.write('release.yaml', releaseYaml());
    scheme = '0'.repeat(64);
    await expect(rx('ask')).rejects.toThrow(/the scheme of this file is [0-9a-f]{64}, the ledger has 0+/);
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });
});
