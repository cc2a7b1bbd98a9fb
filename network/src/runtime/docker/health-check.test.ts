import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Prober } from './container';
import { probeOf } from './health-check';

const run = ([command, ...args]: readonly string[]): Promise<number> =>
  new Promise((done) => {
    execFile(command!, args, (error) => done(error ? 1 : 0));
  });

describe.each<Prober>(['bash', 'node'])('the probe by %s', (prober) => {
  let server: Server;
  let port: number;

  beforeAll(
    () =>
      new Promise<void>((done) => {
        server = createServer((request, response) => {
          response.statusCode = request.url === '/well' ? 200 : 503;
          response.end('body');
        }).listen(0, '127.0.0.1', () => {
          port = (server.address() as AddressInfo).port;
          done();
        });
      }),
  );
  afterAll(() => new Promise((done) => server.close(done)));

  const ask = (path: string) =>
    run(probeOf({ prober, readiness: { by: 'http', url: `http://127.0.0.1:${port}${path}` } }));

  it('is content when the address answers 200', async () => {
    await expect(ask('/well')).resolves.toBe(0);
  });

  it('is not when it answers anything else', async () => {
    await expect(ask('/ill')).resolves.toBe(1);
  });

  it('tells a port that somebody listens on from one that nobody does', async () => {
    const free = await new Promise<number>((done) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port: found } = probe.address() as AddressInfo;
        probe.close(() => done(found));
      });
    });
    await expect(run(probeOf({ prober, readiness: { by: 'port', port } }))).resolves.toBe(0);
    await expect(run(probeOf({ prober, readiness: { by: 'port', port: free } }))).resolves.toBe(1);
  });
});
