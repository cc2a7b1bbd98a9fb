import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchProgress } from './watch-progress';

/** A node whose metrics a test sets; `undefined` while it gives no answer. */
class Metered {
  figure: number | undefined = 0;
  asked = 0;
  readonly #server: Server = createServer((_request, response) => {
    this.asked += 1;
    if (this.figure === undefined) response.destroy();
    else response.end(`# TYPE blocks gauge\nblocks{channel="other"} 99\nblocks{channel="rx"} ${this.figure}\n`);
  });

  async open(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/metrics`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

let own: Metered;
let other: Metered;
let end: () => void;
let hung: [number, number][];

beforeEach(async () => {
  [own, other] = await Promise.all([new Metered().open(), new Metered().open()]);
  hung = [];
});

afterEach(() => {
  end();
  own.close();
  other.close();
});

const watch = (withinMilliseconds: number): void => {
  end = watchProgress(
    {
      url: own.url,
      others: [other.url],
      figure: '^blocks\\{channel="rx"\\} (\\d+)$',
      withinMilliseconds,
      everyMilliseconds: 5,
    },
    (at, furthest) => hung.push([at, furthest]),
  );
};

const afterLooks = async (looks: number, between: () => void = () => undefined): Promise<void> => {
  const target = own.asked + looks;
  for (let seen = own.asked; seen < target; seen = own.asked) {
    between();
    await new Promise((done) => setTimeout(done, 5));
  }
};

describe('the watch over progress', () => {
  it('finds one that stands still while others go on, and tells it once', async () => {
    [own.figure, other.figure] = [7, 9];
    watch(0);
    while (hung.length === 0) await new Promise((done) => setTimeout(done, 5));
    await new Promise((done) => setTimeout(done, 50));
    expect(hung).toEqual([[7, 9]]);
  });

  it('leaves one alone that is as far as the furthest', async () => {
    [own.figure, other.figure] = [9, 9];
    watch(0);
    await afterLooks(10);
    expect(hung).toEqual([]);
  });

  it('leaves one alone that catches up', async () => {
    [own.figure, other.figure] = [0, 1_000_000];
    watch(1_000_000);
    await afterLooks(10, () => (own.figure! += 1));
    expect(hung).toEqual([]);
  });

  it.each([
    [undefined, 9],
    [7, undefined],
  ])('does not judge where one gives no answer (own %p, other %p)', async (mine, theirs) => {
    [own.figure, other.figure] = [mine, theirs];
    watch(0);
    await afterLooks(10);
    expect(hung).toEqual([]);
  });
});
