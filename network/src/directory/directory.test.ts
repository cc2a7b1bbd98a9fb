import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { markOf } from '../supervision/process-mark';
import { readConsortium } from '../topology/read-consortium';
import { checkDirectory } from './check-directory';
import { withLock } from './directory-lock';
import { NetworkDirectory } from './network-directory';
import { type NetworkRecord, readRecord, writeRecord } from './network-record';

const consortium = readConsortium(resolve(__dirname, '../../../test-network-config/consortium.yaml'));
let directory: NetworkDirectory;

const record: NetworkRecord = {
  format: 1,
  runtime: 'devnet',
  config: consortium.file,
  portOffset: 0,
  channel: 'rx',
  members: consortium.members.map(({ name, mspId }) => ({ name, mspId })),
  createdAt: 0,
};

beforeEach(() => {
  directory = new NetworkDirectory(mkdtempSync(join(tmpdir(), 'rxnet-directory-')));
});
afterEach(() => rmSync(directory.root, { recursive: true }));

describe('a network directory', () => {
  it('that is empty has no network', () => {
    expect(readRecord(directory)).toBeUndefined();
  });

  it('gives back what was recorded', () => {
    writeRecord(directory, record);
    expect(readRecord(directory)).toEqual(record);
  });

  it("that holds something else is not rxnet's, and is not touched", () => {
    writeFileSync(join(directory.root, 'letter.txt'), 'dear');
    expect(() => readRecord(directory)).toThrow(/not empty and holds no network\.json.*--directory/);
  });

  it.each(['{', '{"format":2}', 'null'])('with the record %j is told to be damaged', (text) => {
    writeFileSync(directory.record, text);
    expect(() => readRecord(directory)).toThrow(/damaged.*--purge/);
  });
});

describe('before anything is changed', () => {
  it('a network of another channel is told', () => {
    expect(() => checkDirectory(directory, { ...record, channel: 'old' }, consortium)).toThrow(
      /made for the channel old/,
    );
  });

  it('a network of other members is told', () => {
    const members = record.members.slice(1);
    expect(() => checkDirectory(directory, { ...record, members }, consortium)).toThrow(
      /made for centre \(CentreMSP\)/,
    );
  });

  it('identities without the nodes that they belong to are told', () => {
    mkdirSync(directory.organisations);
    expect(() => checkDirectory(directory, record, consortium)).toThrow(/nodes is missing/);
  });

  it('nothing is told where all is well', () => {
    mkdirSync(directory.organisations);
    mkdirSync(directory.nodes);
    expect(() => checkDirectory(directory, record, consortium)).not.toThrow();
  });
});

describe('the lock', () => {
  it('keeps a second command out while the first is at work', async () => {
    await withLock(directory, async () => {
      await expect(withLock(directory, async () => 'second')).rejects.toThrow(/another rxnet command \(process \d+\)/);
    });
    await expect(withLock(directory, async () => 'third')).resolves.toBe('third');
  });

  it('is let go when the work fails', async () => {
    await expect(withLock(directory, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(directory.lock)).toBe(false);
  });

  it('of a command that was killed keeps nobody out', async () => {
    writeFileSync(directory.lock, JSON.stringify({ ...markOf(process.pid), start: 'another time' }));
    await expect(withLock(directory, async () => 'in')).resolves.toBe('in');
  });
});
