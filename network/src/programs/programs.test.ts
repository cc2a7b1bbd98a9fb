import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeArchive } from '../archive/write-archive';
import { silentProgress } from '../progress/progress';
import { fetchPrograms, planFetch } from './fetch-programs';
import { checkFabricPrograms } from './check-programs';
import { findProgram, findPrograms } from './find-programs';
import { programCache } from './program-cache';
import { releaseArchives, type ReleaseArchive } from './release';

const folder = mkdtempSync(join(tmpdir(), 'rxnet-programs-'));
const published = join(folder, 'published');
const version = '3.1.5';
let server: Server;
let requests: string[] = [];
let environment: NodeJS.ProcessEnv;
let archives: readonly ReleaseArchive[];

/** Publishes archives of the shape of the real ones, with a script for each program. */
const publish = async ({ path, programs }: ReleaseArchive): Promise<string> => {
  const file = join(published, path);
  mkdirSync(dirname(file), { recursive: true });
  const script = Buffer.from('#!/bin/sh\necho ok\n');
  const entries = programs.map((name) => ({ name: `bin/${name}`, mode: 0o755, size: script.length, content: script }));
  const config = Buffer.from('peer: {}\n');
  await writeArchive(file, [
    ...entries,
    { name: 'config/core.yaml', mode: 0o644, size: config.length, content: config },
  ]);
  return createHash('sha256').update(readFileSync(file)).digest('hex');
};

const from = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const fetched = (pins: readonly ReleaseArchive[] = archives, sums = new Map<string, string>()) =>
  fetchPrograms({ fabricVersion: version, from: from(), archives: pins, environment, sums }, silentProgress);
const downloads = () => programCache(version, environment).downloads;

beforeAll(async () => {
  archives = await Promise.all(
    releaseArchives(version).map(async (archive) => ({ ...archive, sha256: await publish(archive) })),
  );
  server = createServer((request, response) => {
    requests.push(request.url!);
    const file = join(published, request.url!);
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

beforeEach(() => {
  requests = [];
  environment = { XDG_CACHE_HOME: mkdtempSync(join(folder, 'cache-')), PATH: '' };
});

afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

describe('getting the programs of Fabric', () => {
  it('fetches, checks and unpacks them where they are then found', async () => {
    const { folder: bin, isUnpacked } = await fetched();
    expect(isUnpacked).toBe(true);
    expect(requests).toHaveLength(2);
    expect((await findPrograms(version, environment)).every(({ path }) => path?.startsWith(bin))).toBe(true);
    expect(statSync(join(bin, 'peer')).mode & 0o111).toBe(0o111);
    expect(readdirSync(dirname(bin)).sort()).toEqual(['bin', 'config', 'unpacked.json']);
  });

  it('repeated, fetches and unpacks nothing', async () => {
    await fetched();
    requests = [];
    expect(await fetched()).toMatchObject({ isUnpacked: false, archives: [{ what: 'kept' }, { what: 'kept' }] });
    expect(requests).toEqual([]);
  });

  it('uses archives that somebody put there, without asking anybody', async () => {
    mkdirSync(downloads(), { recursive: true });
    for (const { path, file } of archives) {
      writeFileSync(join(downloads(), file), readFileSync(join(published, path)));
    }
    expect((await fetched()).isUnpacked).toBe(true);
    expect(requests).toEqual([]);
  });

  it('says what to put where, when the release cannot be reached', async () => {
    const missing = { ...archives[0]!, path: 'nowhere' };
    const failure = fetched([missing]);
    await expect(failure).rejects.toMatchObject({ code: 'no-download', reason: expect.stringContaining('status 404') });
    await expect(failure).rejects.toThrow(join(downloads(), missing.file));
    const nobody = fetchPrograms(
      { fabricVersion: version, from: 'http://127.0.0.1:9', archives, environment },
      silentProgress,
    );
    await expect(nobody).rejects.toMatchObject({ code: 'no-download' });
  });

  it('never unpacks an archive with another sum, and sets it aside', async () => {
    const [fabric, ca] = archives as [ReleaseArchive, ReleaseArchive];
    await expect(fetched([{ ...fabric, sha256: 'a'.repeat(64) }, ca])).rejects.toMatchObject({ code: 'checksum' });
    expect(existsSync(programCache(version, environment).release)).toBe(false);
    expect(readdirSync(downloads())).toEqual([`${fabric.file}.refused`]);
  });

  it('asks for the sum of an archive of which none is known, and takes it from the user or from beside the file', async () => {
    const [fabric, ca] = archives as [ReleaseArchive, ReleaseArchive];
    const unknown = { ...fabric, sha256: undefined };
    await expect(fetched([unknown, ca])).rejects.toMatchObject({ code: 'no-checksum' });
    expect(requests).toEqual([]);
    const given = await fetched([unknown, ca], new Map([[fabric.file, fabric.sha256!]]));
    expect(given.isUnpacked).toBe(true);
    writeFileSync(join(downloads(), `${fabric.file}.sha256`), `${fabric.sha256}  ${fabric.file}\n`);
    expect((await fetched([unknown, ca])).isUnpacked).toBe(false);
  });

  it('does not let a given sum overrule the known one', async () => {
    await expect(fetched(archives, new Map([[archives[0]!.file, 'b'.repeat(64)]]))).rejects.toMatchObject({
      code: 'checksum',
    });
  });

  it('refuses an archive of something else', async () => {
    const [fabric, ca] = archives as [ReleaseArchive, ReleaseArchive];
    const swapped = { ...fabric, path: ca.path, sha256: ca.sha256 };
    await expect(fetched([swapped])).rejects.toMatchObject({ code: 'other-archive' });
    expect(existsSync(programCache(version, environment).release)).toBe(false);
  });

  it('tells beforehand what it would fetch', () => {
    const plan = planFetch({ fabricVersion: version, archives, environment });
    expect(plan.archives[0]!.url).toBe(
      `https://github.com/hyperledger/fabric/releases/download/v3.1.5/${archives[0]!.file}`,
    );
    expect(existsSync(downloads())).toBe(false);
  });
});

describe('the version of the programs', () => {
  const programs = (versions: Readonly<Record<string, string>>) => {
    const bin = mkdtempSync(join(folder, 'versions-'));
    for (const [name, said] of Object.entries(versions)) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho "${name}:\n Version: ${said}"\n`, { mode: 0o755 });
    }
    return { ...environment, PATH: process.env['PATH'], FABRIC_BIN: bin };
  };
  const right = { peer: 'v3.1.2', orderer: '3.1.5', 'fabric-ca-server': 'v1.5.18' };

  it('may be another patch, and may be unknown', async () => {
    await expect(checkFabricPrograms(version, programs(right))).resolves.toBeUndefined();
    await expect(checkFabricPrograms(version, programs({ ...right, peer: 'latest' }))).resolves.toBeUndefined();
  });

  it.each([
    ['peer', '2.5.9', '3.1.5'],
    ['orderer', 'v3.0.0', '3.1.5'],
    ['fabric-ca-server', '1.4.9', '1.5.15'],
  ])('must not be another minor version of %s', async (name, said, wanted) => {
    await expect(checkFabricPrograms(version, programs({ ...right, [name]: said }))).rejects.toMatchObject({
      code: 'fabric-version',
      reason: expect.stringContaining(`${wanted}`),
    });
  });

  it('is not asked of programs that are not there: they are named', async () => {
    const none = { ...environment, PATH: '' };
    await expect(checkFabricPrograms(version, none)).rejects.toMatchObject({
      code: 'no-programs',
      reason: expect.stringContaining('peer, orderer, fabric-ca-server'),
    });
  });
});

describe('looking for the programs', () => {
  it('prefers FABRIC_BIN to PATH, and PATH to what was fetched', async () => {
    const { folder: fetchedBin } = await fetched();
    const program = (name: string) => {
      const bin = mkdtempSync(join(folder, 'bin-'));
      writeFileSync(join(bin, name), '');
      chmodSync(join(bin, name), 0o755);
      return bin;
    };
    const [own, onPath] = [program('peer'), program('peer')];
    const find = (extra: NodeJS.ProcessEnv) => findProgram('peer', version, { ...environment, ...extra });
    expect(find({ FABRIC_BIN: own, PATH: onPath })).toBe(join(own, 'peer'));
    expect(find({ PATH: onPath })).toBe(join(onPath, 'peer'));
    expect(find({ PATH: '' })).toBe(join(fetchedBin, 'peer'));
  });
});
