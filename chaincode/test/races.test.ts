import { Case } from './support/case';
import { Consortium } from './support/consortium';
import { PEOPLE, type Person } from './support/people';

const PRESCRIPTIONS = 50;
const RACES_EACH = 20;

/** Who races: colleagues of one pharmacy, and two pharmacies, either way round. */
const PAIRS: readonly (readonly [Person, Person])[] = [
  [PEOPLE.dispenser, PEOPLE.eastDispenser],
  [PEOPLE.eastDispenser, PEOPLE.dispenser],
  [PEOPLE.dispenser, PEOPLE.secondDispenser],
];

describe('two dispensers race for one prescription', () => {
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  /** Both are endorsed on the same state; whether they come in one block or in two, one wins. */
  async function race(
    rx: Case,
    number: number,
  ): Promise<{ readonly statuses: readonly string[]; readonly winner: Person }> {
    const pair = PAIRS[number % PAIRS.length]!;
    const endorsed = [];
    for (const dispenser of pair) {
      const answer = await consortium.endorse(rx.redeemCall(dispenser));
      if (!answer.isDone) throw new Error(answer.message);
      endorsed.push(answer.endorsed);
    }
    const blocks = number % 2 === 0 ? [endorsed] : endorsed.map((one) => [one]);
    const commits = [];
    for (const block of blocks) commits.push(...(await consortium.network.order(block)));
    const statuses = commits.map(({ status }) => status);
    return { statuses, winner: pair[statuses.indexOf('VALID')]! };
  }

  it(`has one winner in each of ${PRESCRIPTIONS * RACES_EACH}`, async () => {
    let won = 0;
    for (let index = 0; index < PRESCRIPTIONS; index += 1) {
      const rx = new Case(consortium);
      await rx.approved();
      for (let number = 0; number < RACES_EACH; number += 1) {
        const { statuses, winner } = await race(rx, index + number);
        if (statuses.filter((status) => status === 'VALID').length !== 1) throw new Error(statuses.join());
        const view = await rx.read();
        if (view.holder?.dispenser !== winner.id) throw new Error('the holder is not the winner');
        rx.pharmacy = winner.mspId;
        await rx.must(rx.call('prescription', 'GiveBack', winner));
        won += 1;
      }
    }
    expect(won).toBe(PRESCRIPTIONS * RACES_EACH);
  });

  it('refuses the second at once when it comes later', async () => {
    const rx = new Case(consortium);
    await rx.redeemed();
    expect(await rx.submit(rx.redeemCall(PEOPLE.eastDispenser))).toMatchObject({
      isDone: false,
      code: 'RX_HELD',
      detail: { status: 'REDEEMED' },
    });
  });
});
