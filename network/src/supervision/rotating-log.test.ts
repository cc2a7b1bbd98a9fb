import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RotatingLog } from './rotating-log';

describe('a rotating log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rxnet-log-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('sets a full file aside, keeps as many as it is told, the youngest first', () => {
    const path = join(folder, 'a.log');
    const log = new RotatingLog(path, { bytes: 10, files: 2 });
    for (const line of ['one-----\n', 'two-----\n', 'three---\n', 'four----\n']) log.write(Buffer.from(line));
    log.close();
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
    expect([read('a.log'), read('a.log.1'), read('a.log.2')]).toEqual(['four----', 'three---', 'two-----']);
  });

  it('goes on in a file that is there', () => {
    const path = join(folder, 'b.log');
    for (const line of ['first\n', 'second\n']) {
      const log = new RotatingLog(path, { bytes: 100, files: 1 });
      log.write(Buffer.from(line));
      log.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n');
  });
});
