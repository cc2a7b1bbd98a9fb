import fc from 'fast-check';
import type { Lag } from '../src/ledger/follower';
import type { Ledger } from '../src/ledger/ledger';
import { PeerLedger } from '../src/ledger/peer-ledger';
import type { ReadWriteSetBuilder } from '../src/state/read-write-set';
import { MemoryBlockStore } from '../src/store/memory-store';
import type { Proposal } from '../src/peer/simulation';
import { commit, openPlainLedger, ownCollection } from './plain-ledger/plain-ledger';

const proposal = { transactionId: 'simulated', creator: { mspId: 'AMSP' } } as unknown as Proposal;

/** What somebody who simulates on this peer reads. */
const seen = (peer: PeerLedger, read: (simulation: ReturnType<PeerLedger['simulate']>) => Uint8Array | undefined) => {
  const simulation = peer.simulate(proposal);
  try {
    const value = read(simulation);
    return value && Buffer.from(value).toString();
  } finally {
    simulation.done();
  }
};
const publicly = (peer: PeerLedger, key: string) => seen(peer, (simulation) => simulation.getState('cc', key));

let ledger: Ledger;
let peer: PeerLedger;
let count = 0;

const write = (key: string, value: string) =>
  commit(ledger, `t${(count += 1)}`, (set) => set.write('cc', key, Buffer.from(value)));

const writePrivately = (key: string, value: string) =>
  commit(ledger, `t${(count += 1)}`, (set) => set.writePrivate('cc', ownCollection, key, Buffer.from(value)));

/** The clear value as the peer's organisation holds it where the peer stands. */
const heldNow = (key: string) => snapshot(ledger, peer.view().privateHeight).secrets[key];

const text = (value: Uint8Array | undefined) => value && Buffer.from(value).toString();
const names = ['a', 'b', 'p'];

/** Everything that can be seen at a height. */
const snapshot = ({ state }: Ledger, height: number) => ({
  keys: names.map((key) => text(state.publicMap('cc').at(key, height)?.value)),
  secrets: Object.fromEntries(
    names.map((key) => [key, text(state.privateMap('AMSP', 'cc', ownCollection).at(key, height)?.value)]),
  ),
});

beforeEach(() => {
  ledger = openPlainLedger(new MemoryBlockStore());
  peer = new PeerLedger(ledger, 'AMSP');
});

describe('a peer without lag', () => {
  test('is where the channel is', async () => {
    await write('k', '1');
    expect(peer.height()).toBe(ledger.height());
    expect(publicly(peer, 'k')).toBe('1');
  });
});

describe('a peer that is held', () => {
  test('sees nothing that comes later, neither state nor blocks nor transactions', async () => {
    await write('k', '1');
    const [before, hash] = [peer.height(), ledger.lastHash()];
    peer.lag('hold');
    await write('k', '2');
    const late = `t${count}`;
    expect(peer.height()).toBe(before);
    expect(publicly(peer, 'k')).toBe('1');
    expect(peer.block(before)).toBeUndefined();
    expect(peer.transaction(late)).toBeUndefined();
    expect(ledger.transaction(late)).toBeDefined();
    expect(peer.blockByHash(ledger.lastHash())).toBeUndefined();
    expect(Buffer.from(peer.lastHash())).toEqual(Buffer.from(hash));
  });

  test('announces what it missed in order when it is let go', async () => {
    const heard: { number: number; height: number }[] = [];
    peer.onCommit(({ number }) => heard.push({ number, height: peer.height() }));
    peer.lag('hold');
    await write('k', '1');
    await write('k', '2');
    expect(heard).toEqual([]);
    peer.lag(undefined);
    expect(heard).toEqual([
      { number: 1, height: 2 },
      { number: 2, height: 3 },
    ]);
  });

  test('keeps the private data that it saw there, until it comes to the block that purges it', async () => {
    await writePrivately('p', 'secret');
    peer.lag('hold');
    await commit(ledger, 'purge', (set) => set.writePrivate('cc', ownCollection, 'p', undefined, true));
    expect(heldNow('p')).toBe('secret');
    peer.lag(undefined);
    expect(heldNow('p')).toBeUndefined();
    expect([...ledger.state.privateMap('AMSP', 'cc', ownCollection).keys()]).not.toContain('p');
  });
});

describe('a peer whose ledger is reverted', () => {
  test('stands where the ledger does, and goes on lagging from there', async () => {
    await write('k', '1');
    const kept = ledger.snapshot();
    peer.lag('hold');
    await write('k', '2');
    ledger.revert(kept);
    expect(peer.height()).toBe(ledger.height());
    expect(publicly(peer, 'k')).toBe('1');
    await write('k', '3');
    expect(publicly(peer, 'k')).toBe('1');
    peer.lag(undefined);
    expect(publicly(peer, 'k')).toBe('3');
  });
});

describe('a peer some blocks behind', () => {
  test('stays so many blocks behind, and never goes back', async () => {
    await write('k', '1');
    await write('k', '2');
    peer.lag({ blocks: 1 });
    expect(publicly(peer, 'k')).toBe('2');
    await write('k', '3');
    expect(publicly(peer, 'k')).toBe('2');
    await write('k', '4');
    expect(publicly(peer, 'k')).toBe('3');
  });
});

describe('a peer whose private data is held', () => {
  test('knows the hash and not the value', async () => {
    await writePrivately('p', 'first');
    peer.lagPrivateData('hold');
    await writePrivately('p', 'second');
    expect(peer.height()).toBe(ledger.height());
    expect(heldNow('p')).toBe('first');
    peer.lagPrivateData(undefined);
    expect(heldNow('p')).toBe('second');
  });
});

describe('a peer with whatever lag', () => {
  const lags = fc.oneof(
    fc.constant<Lag | undefined>(undefined),
    fc.constant<Lag>('hold'),
    fc.integer({ min: 0, max: 3 }).map((blocks): Lag => ({ blocks })),
  );
  const step = fc.oneof(
    fc.record({ lag: lags }),
    fc.record({ lagPrivateData: lags }),
    fc.record({ key: fc.constantFrom('a', 'b'), value: fc.constantFrom('1', '2', '3') }),
    fc.record({ secret: fc.constantFrom('a', 'b'), value: fc.constantFrom('1', '2', undefined) }),
    fc.record({ purge: fc.constantFrom('a', 'b') }),
  );

  type Step =
    | { readonly key: string; readonly value: string }
    | { readonly secret: string; readonly value: string | undefined }
    | { readonly purge: string };

  const written =
    (step: Step) =>
    (set: ReadWriteSetBuilder): void => {
      if ('key' in step) set.write('cc', step.key, Buffer.from(step.value));
      else if ('purge' in step) set.writePrivate('cc', ownCollection, step.purge, undefined, true);
      else set.writePrivate('cc', ownCollection, step.secret, step.value ? Buffer.from(step.value) : undefined);
    };

  test('sees what the channel was when it stood there, and ends as the others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        ledger = openPlainLedger(new MemoryBlockStore());
        peer = new PeerLedger(ledger, 'AMSP');
        const punctual = openPlainLedger(new MemoryBlockStore());
        const history = [snapshot(punctual, 0), snapshot(punctual, 1)];
        for (const [index, each] of steps.entries()) {
          if ('lag' in each) peer.lag(each.lag);
          else if ('lagPrivateData' in each) peer.lagPrivateData(each.lagPrivateData);
          else {
            for (const target of [ledger, punctual]) await commit(target, `s${index}`, written(each));
            history.push(snapshot(punctual, punctual.height()));
          }
          const view = peer.view();
          expect(snapshot(ledger, view.height).keys).toEqual(history[view.height]!.keys);
          expect(snapshot(ledger, view.privateHeight).secrets).toEqual(history[view.privateHeight]!.secrets);
        }
        peer.lag(undefined);
        peer.lagPrivateData(undefined);
        expect(peer.view()).toEqual({ height: punctual.height(), privateHeight: punctual.height() });
        expect(snapshot(ledger, peer.height())).toEqual(history[punctual.height()]);
      }),
    );
  });
});
