import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CONNECTION_TEMPLATE } from '../src/lifecycle/connection-template';

const PROGRAMS = resolve(__dirname, '../builder/bin');
const VARIABLES = {
  chaincode_address: 'localhost:7052',
  chaincode_certificate: '-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n',
  peer_key: '-----BEGIN PRIVATE KEY-----\n$1\n-----END PRIVATE KEY-----\n',
  peer_certificate: '-----BEGIN CERTIFICATE-----\nB\n-----END CERTIFICATE-----\n',
};

let folder: string;
const inside = (...names: string[]) => join(folder, ...names);

const run = (program: string, args: string[], variables: object | undefined = VARIABLES) =>
  spawnSync(join(PROGRAMS, program), args, {
    encoding: 'utf8',
    env: {
      ...process.env,
      ...(variables && { CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: JSON.stringify(variables) }),
    },
  });

const writePackage = (connection: object, type = 'ccaas') => {
  writeFileSync(inside('source', 'connection.json'), JSON.stringify(connection));
  writeFileSync(inside('metadata', 'metadata.json'), JSON.stringify({ type, label: 'rx_1' }));
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rx-builder-'));
  for (const name of ['source', 'metadata', 'output', 'released']) mkdirSync(inside(name));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the builder of a peer's chaincode packages", () => {
  it('takes packages of chaincode as a service, and no others', () => {
    writePackage(CONNECTION_TEMPLATE);
    expect(run('detect', [inside('source'), inside('metadata')]).status).toBe(0);
    writePackage(CONNECTION_TEMPLATE, 'golang');
    expect(run('detect', [inside('source'), inside('metadata')]).status).toBe(1);
  });

  it("fills a template with the peer's own values, and releases it where the peer looks", () => {
    writePackage(CONNECTION_TEMPLATE);
    expect(run('build', [inside('source'), inside('metadata'), inside('output')])).toMatchObject({ status: 0 });
    expect(run('release', [inside('output'), inside('released')])).toMatchObject({ status: 0 });
    const path = inside('released', 'chaincode', 'server', 'connection.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      address: VARIABLES.chaincode_address,
      dial_timeout: '10s',
      tls_required: true,
      client_auth_required: true,
      client_key: VARIABLES.peer_key,
      client_cert: VARIABLES.peer_certificate,
      root_cert: VARIABLES.chaincode_certificate,
    });
  });

  it('leaves a connection as it is that is no template', () => {
    const connection = { address: 'elsewhere:7052', dial_timeout: '10s', tls_required: false };
    writePackage(connection);
    expect(run('build', [inside('source'), inside('metadata'), inside('output')], undefined).status).toBe(0);
    expect(JSON.parse(readFileSync(inside('output', 'connection.json'), 'utf8'))).toEqual(connection);
  });

  it.each([
    ['a value that the peer does not have', CONNECTION_TEMPLATE, {}, /asks for chaincode_address/],
    ['a connection without an address', { tls_required: false }, VARIABLES, /has no address/],
  ])('says what is wrong with %s', (_, connection, variables, words) => {
    writePackage(connection);
    const { status, stderr } = run('build', [inside('source'), inside('metadata'), inside('output')], variables);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(words);
  });
});
