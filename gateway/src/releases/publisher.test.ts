import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseView } from '@rxledger/chaincode/api';
import { callerOf } from '../../test/test-app';
import { MANIFEST, TABLE } from './artefact';
import type { Publication } from './publication';
import { Publisher } from './publisher';
import type { Task } from './work';
import type { StartWorker } from './worker';

const ID = '4z8k2m6p0q1r3s5t7v9w1x3y5z';
const steward = callerOf('HospitalMSP', 'steward-1', 'steward');

describe('the making of a release', () => {
  let folder: string;
  let publisher: Publisher;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-publisher-'))));
  afterEach(async () => {
    await publisher.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (startWorker: StartWorker): Promise<Publisher> => {
    const approved = { id: ID, status: 'APPROVED', version: 2 } as ReleaseView;
    publisher = await Publisher.open({
      folder,
      startWorker,
      now: () => 0,
      release: async () => approved,
      publish: async (_, __, artefact) => ({ ...approved, artefact }),
      task: async () => ({}) as Task,
    });
    return publisher;
  };

  it('tells how far a long phase is, and no more of it once the next has begun', async () => {
    const watching: Publication[] = [];
    let goOn = (): void => undefined;
    const startWorker: StartWorker = (_, onStep, onPart) => {
      const done = (async () => {
        onStep('counting');
        onPart?.(0.25);
        await new Promise<void>((resolve) => (goOn = resolve));
        onStep('drawn');
        const artefact = join(folder, ID, 'artefact');
        mkdirSync(artefact, { recursive: true });
        for (const name of [MANIFEST, TABLE]) writeFileSync(join(artefact, name), '{}');
        return undefined;
      })();
      return { done, stop: () => undefined };
    };
    await (await open(startWorker)).start(steward, ID);
    for await (const state of publisher.watch(ID, AbortSignal.timeout(10_000))) {
      watching.push(state);
      if (state.part !== undefined) goOn();
    }
    expect(watching.map(({ phase, part }) => [phase, part])).toEqual(
      expect.arrayContaining([
        ['counting', 0.25],
        ['published', undefined],
      ]),
    );
    // A restart knows the phase alone.
    await expect(publisher.folderOf(ID).read('publication')).resolves.not.toHaveProperty('part');
  });
});
