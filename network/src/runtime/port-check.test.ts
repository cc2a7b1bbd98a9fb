import { createServer, type AddressInfo, type Server } from 'node:net';
import { resolve } from 'node:path';
import { readConsortium } from '../topology/read-consortium';
import { portClaims, refuseTaken, takenPorts } from './port-check';

const consortium = readConsortium(resolve(__dirname, '../../../test-network-config/consortium.yaml'));

describe('the port check', () => {
  let server: Server;
  let taken: number;

  beforeAll(
    () =>
      new Promise<void>((done) => {
        server = createServer().listen(0, '127.0.0.1', () => {
          taken = (server.address() as AddressInfo).port;
          done();
        });
      }),
  );
  afterAll(() => new Promise((done) => server.close(done)));

  it('covers nodes, chaincode, gateways and issuer, each once', () => {
    const claims = portClaims(consortium, () => ['peer', 'orderer', 'ca']);
    expect(claims).toHaveLength(4 * 5 + 1);
    expect(new Set(claims.map(({ port }) => port)).size).toBe(claims.length);
    expect(claims.some(({ place }) => place.endsWith('Operations'))).toBe(false);
  });

  it('finds a port that somebody else has, and names its place in the file', async () => {
    const [hospital, ...others] = consortium.members;
    const changed = { ...hospital!, ports: { ...hospital!.ports, orderer: taken } };
    const claims = portClaims({ ...consortium, members: [changed, ...others] }, () => ['orderer']).filter(
      ({ port }) => port === taken,
    );
    const found = await takenPorts(claims);
    expect(() => refuseTaken(found, 'consortium.yaml')).toThrow(
      `a port is taken by another program: ${taken} (ports.hospital.orderer in consortium.yaml)`,
    );
  });

  it('is content when all are free', () => {
    expect(() => refuseTaken([], 'consortium.yaml')).not.toThrow();
  });
});
