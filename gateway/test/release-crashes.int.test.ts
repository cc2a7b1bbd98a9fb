import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceContext } from '../src/capability';
import { hashFile } from '../src/releases/artefact';
import { isEnded, type Publication } from '../src/releases/publication';
import { createReleaseService, type ReleaseService } from '../src/releases/service';
import { WORK_STEPS, type WorkStep } from '../src/releases/work';
import type { StartWorker } from '../src/releases/worker';
import { Consortium, type Person } from './consortium';
import { killedAt } from './killed-worker';
import { CAP, SCHEME, writeRows } from './release-data';

const HOSPITAL = 'HospitalMSP';

interface Approved {
  readonly id: string;
  readonly dataset: string;
}

describe('a crash between any two steps of a release', () => {
  let consortium: Consortium;
  let context: ServiceContext;
  let steward: Person;
  let approver: Person;
  let count = 0;
  /** A file with the releases for which a process came to the drawing of noise, in order. */
  let drawings: string;

  beforeAll(async () => {
    consortium = await Consortium.open();
    context = consortium.contexts.get(HOSPITAL)!;
    steward = await consortium.register(HOSPITAL, 'steward-1', 'steward');
    approver = await consortium.register('CentreMSP', 'steward-2', 'steward');
    writeRows(context.releases.sources, 'ages.csv', 50, 20);
  });

  afterAll(async () => {
    await consortium.close();
    rmSync(context.releases.folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    drawings = join(context.releases.folder, `drawings-${(count += 1)}`);
  });

  const drawn = (): readonly string[] =>
    existsSync(drawings) ? readFileSync(drawings, 'utf8').trim().split('\n') : [];

  const open = (startWorker: StartWorker, onPhase?: (publication: Publication) => Promise<void> | void) =>
    createReleaseService(context, { startWorker, ...(onPhase === undefined ? {} : { onPhase }) });

  /** A charged and approved release of a data set of its own. */
  async function approved(service: ReleaseService): Promise<Approved> {
    const dataset = `crash-${(count += 1)}`;
    const commandId = () => `command-${dataset}-${(count += 1)}`;
    const accounts = [{ guarantee: 'add-remove', composition: 'basic', cap: CAP }] as const;
    const source = { kind: 'file', name: 'ages.csv' } as const;
    await service.register(steward.caller, {
      commandId: commandId(),
      id: dataset,
      title: 'A',
      scheme: SCHEME,
      source,
      accounts,
    });
    const cost = { microEpsilon: '1000000', picoDelta: '0' };
    const asked = { commandId: commandId(), dataset, mode: 'histogram', cost, columns: ['age'] } as const;
    const { id } = (await service.ask(steward.caller, asked)).view;
    await approver.post(`/releases/${id}/approve`, {});
    return { id, dataset };
  }

  const settled = async (service: ReleaseService, id: string): Promise<Publication> => {
    let last: Publication | undefined;
    for await (const state of service.watch(steward.caller, id, AbortSignal.timeout(60_000))) last = state;
    if (last === undefined || !isEnded(last)) throw new Error('it did not end');
    return last;
  };
  const spent = async (service: ReleaseService, dataset: string): Promise<string> =>
    (await service.dataset(steward.caller, dataset)).accounts[0]!.spent.microEpsilon;
  const artefactOf = (id: string): string => join(context.releases.folder, 'made', id, 'artefact');

  /** What came of a release: how it ended, what it cost, how often noise was drawn, whether what is served is what stands on the ledger. */
  async function outcome(service: ReleaseService, { id, dataset }: Approved): Promise<object> {
    const { phase, code } = await settled(service, id);
    const { status, artefact } = await service.release(steward.caller, id);
    const served = existsSync(artefactOf(id)) ? await hashFile((await service.published(id)).manifest) : undefined;
    return {
      phase,
      code,
      status,
      cost: await spent(service, dataset),
      draws: drawn().length,
      isServed: served !== undefined && served === artefact,
    };
  }

  const MADE = { phase: 'published', code: undefined, status: 'PUBLISHED', cost: '1000000', draws: 1, isServed: true };
  const LOST = {
    phase: 'failed',
    code: 'RELEASE_ARTEFACT_LOST',
    status: 'APPROVED',
    cost: '1000000',
    draws: 1,
    isServed: false,
  };
  /** What must come of a death of the worker, or of everything, at a step. */
  const OUTCOMES: Readonly<Record<WorkStep, object>> = {
    counting: MADE,
    counted: MADE,
    drawing: LOST,
    drawn: LOST,
    written: MADE,
  };

  it.each(WORK_STEPS)('of the worker alone, at %s: a retry goes on with what there is', async (step) => {
    const service = await open(killedAt(step, drawings));
    const release = await approved(service);
    const { id } = release;
    await service.publish(steward.caller, id);
    expect(await settled(service, id)).toMatchObject({ phase: 'failed' });
    await service.close();
    const again = await open(killedAt(undefined, drawings));
    await again.publish(steward.caller, id);
    expect(await outcome(again, release)).toEqual(OUTCOMES[step]);
    await again.close();
  });

  it.each(WORK_STEPS)('of everything at %s: the next start goes on by itself', async (step) => {
    const dying = killedAt(step, drawings);
    let die: () => void = () => undefined;
    const dead = new Promise<void>((resolve) => {
      die = resolve;
    });
    // Whoever waits for the worker waits for ever: nothing of that gateway happens any more.
    const first = await open((task, onStep) => {
      const worker = dying(task, onStep);
      if (task.folder === undefined) return worker;
      worker.done.catch(die);
      return { ...worker, done: new Promise(() => undefined) };
    });
    const release = await approved(first);
    const { id } = release;
    await first.publish(steward.caller, id);
    await dead;
    const next = await open(killedAt(undefined, drawings));
    expect(await outcome(next, release)).toEqual(OUTCOMES[step]);
    await next.close();
  });

  it('before anything was begun, or after the end: the next start knows', async () => {
    for (const phase of ['queued', 'published'] as const) {
      drawings = join(context.releases.folder, `drawings-${phase}`);
      let die: () => void = () => undefined;
      const dead = new Promise<void>((resolve) => {
        die = resolve;
      });
      const first = await open(killedAt(undefined, drawings), (publication) => {
        if (publication.phase !== phase) return undefined;
        die();
        return new Promise<void>(() => undefined);
      });
      const release = await approved(first);
      const { id } = release;
      first.publish(steward.caller, id).catch(() => undefined);
      await dead;
      const next = await open(killedAt(undefined, drawings));
      expect(await outcome(next, release)).toEqual(MADE);
      await next.close();
    }
  });

  it('between the ledger and its answer: it is asked again, and the same artefact is published, once', async () => {
    const service = await open(killedAt(undefined, drawings), ({ phase }) => {
      if (phase === 'written') consortium.ledger.isAnswerLost = true;
    });
    const release = await approved(service);
    await service.publish(steward.caller, release.id);
    expect(await outcome(service, release)).toEqual(MADE);
    expect(consortium.ledger.isAnswerLost).toBe(false);
    await service.close();
  });

  it('does not keep one waiting that is cancelled before its turn', async () => {
    let isHeld = false;
    const real = killedAt(undefined, drawings);
    const service = await open((task, onStep) => {
      if (task.folder === undefined || isHeld) return real(task, onStep);
      isHeld = true;
      let stop: () => void = () => undefined;
      const done = new Promise<undefined>((_, reject) => {
        stop = () => reject(new Error('stopped'));
      });
      return { done, stop };
    });
    const first = await approved(service);
    const second = await approved(service);
    await service.publish(steward.caller, first.id);
    await service.publish(steward.caller, second.id);
    await service.abort(steward.caller, { commandId: `abort-${second.id}`, id: second.id });
    expect(service.publication(steward.caller, second.id)).toMatchObject({ phase: 'cancelled' });
    expect(service.publication(steward.caller, first.id)).toMatchObject({ phase: 'queued' });
    await service.abort(steward.caller, { commandId: `abort-${first.id}`, id: first.id });
    expect(service.publication(steward.caller, first.id)).toMatchObject({ phase: 'cancelled' });
    await service.close();
  });

  it('when it is cancelled while it works: nothing is published, and it stays charged', async () => {
    let reach: () => void = () => undefined;
    const counted = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const service = await open(killedAt(undefined, drawings), ({ phase }) => {
      if (phase === 'counting') reach();
    });
    const release = await approved(service);
    const { id } = release;
    await service.publish(steward.caller, id);
    await counted;
    await service.abort(steward.caller, { commandId: `abort-${id}`, id });
    expect(await settled(service, id)).toMatchObject({ phase: 'cancelled' });
    expect(await service.release(steward.caller, id)).toMatchObject({ status: 'ABORTED' });
    expect(await spent(service, release.dataset)).toBe('1000000');
    await expect(service.published(id)).rejects.toThrow('RELEASE_NOT_FOUND');
    await service.close();
  });
});
