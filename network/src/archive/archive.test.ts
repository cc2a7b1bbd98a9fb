import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readArchive } from './read-archive';
import { encodeHeader } from './tar-header';
import { writeArchive } from './write-archive';

const folder = mkdtempSync(join(tmpdir(), 'rxnet-archive-'));
const archive = join(folder, 'x.tar.gz');
const long = `nodes/peer.third-party/data/externalbuilder/${'a'.repeat(90)}/${'b'.repeat(60)}/file.json`;
const large = Buffer.alloc(300_000, 'ledger');

afterAll(() => rmSync(folder, { recursive: true }));

const write = async () => {
  const path = join(folder, 'large');
  writeFileSync(path, large);
  await writeArchive(archive, [
    { name: 'manifest.json', mode: 0o600, size: 2, content: Buffer.from('{}') },
    { name: long, mode: 0o600, size: large.length, content: path },
    { name: 'bin/peer', mode: 0o755, size: 0, content: path },
  ]);
};

const read = async (path: string) => {
  const found: { name: string; mode: number; content: string }[] = [];
  for await (const file of readArchive(path)) {
    const chunks: Buffer[] = [];
    for await (const chunk of file.content()) chunks.push(chunk);
    found.push({ name: file.name, mode: file.mode, content: Buffer.concat(chunks).toString() });
  }
  return found;
};

describe('an archive', () => {
  beforeAll(write);

  it('is read as it was written: long names, modes, large and empty files', async () => {
    expect(await read(archive)).toEqual([
      { name: 'manifest.json', mode: 0o600, content: '{}' },
      { name: long, mode: 0o600, content: large.toString() },
      { name: 'bin/peer', mode: 0o755, content: '' },
    ]);
  });

  it('passes over what nobody reads', async () => {
    const names: string[] = [];
    for await (const { name } of readArchive(archive)) names.push(name);
    expect(names).toEqual(['manifest.json', long, 'bin/peer']);
  });

  it('is readable for its owner alone, and by the tar of the system', () => {
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    expect(execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).split('\n')).toContain(long);
  });

  it('is refused when its end is missing', async () => {
    const torn = join(folder, 'torn.tar.gz');
    writeFileSync(torn, readFileSync(archive));
    truncateSync(torn, statSync(torn).size - 40);
    await expect(read(torn)).rejects.toThrow();
  });

  it('is refused when it is none, or names a file outside of itself', async () => {
    const other = join(folder, 'other.tar.gz');
    writeFileSync(other, gzipSync(Buffer.alloc(2048, 'x')));
    await expect(read(other)).rejects.toThrow('no tar archive');
    writeFileSync(other, gzipSync(encodeHeader({ name: '../outside', size: 0, mode: 0o644 })));
    await expect(read(other)).rejects.toThrow('outside of itself');
  });
});
