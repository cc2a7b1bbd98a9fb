import type { Page, PublicCaseView } from '@rxledger/chaincode/api';
import { inTurn, load, middle } from '../load';
import { drawId } from '../prescription';
import { figure, type Figure } from '../report';
import { grantOf, openMemoryRecords, RX, type MemoryRecords } from './memory-records';

const SMALL = 1_000;
const LARGE = 100_000;
const IN_A_TRANSACTION = 1_000;
const PAGE = 50;
/** The most that a page may have: to get through a list. */
const LONGEST_PAGE = 200;
const CALLS = 60;

interface Spot {
  readonly name: string;
  readonly records: MemoryRecords;
  readonly bookmark?: string;
}

/** A page of the list of public cases: of a short list, and of a long one at its beginning, middle and end. */
export async function benchPublicCases(report: (figure: Figure) => void, rounds: number): Promise<void> {
  const small = await published(SMALL);
  const large = await published(LARGE);
  const marks = await bookmarksOf(large, LARGE);
  const short: Spot = { name: `beginning of ${SMALL}`, records: small };
  const spots: readonly Spot[] = [
    { name: 'beginning', records: large },
    { name: 'middle', records: large, bookmark: marks[marks.length >> 1]! },
    { name: 'end', records: large, bookmark: marks.at(-1)! },
  ];
  const all = [short, ...spots];
  const read = (each: Spot) => load(CALLS, 1, () => pageAt(each));
  for (const each of all) await read(each);
  const results = await inTurn(all, rounds, read);
  const of = (each: Spot): number => middle(results.get(each)!.map(({ median }) => median));
  for (const each of spots) {
    report(
      figure({
        bench: 'public cases, in memory',
        metric: `page at the ${each.name} of ${LARGE}, against ${SMALL}`,
        value: of(each),
        unit: 'ms',
        reference: of(short),
        goal: { atMost: 1.1 },
      }),
    );
  }
  small.network.close();
  large.network.close();
}

async function pageAt({ records, name, bookmark }: Spot): Promise<void> {
  const { items } = await listed(records, { limit: PAGE, ...(bookmark === undefined ? {} : { bookmark }) });
  if (items.length !== PAGE) throw new Error(`the page at the ${name} has ${items.length} cases`);
}

const listed = (records: MemoryRecords, query: object): Promise<Page<PublicCaseView>> =>
  records.evaluate(records.researcher, 'misbc:ListPublicCases', query);

/** Where each page but the first begins; the whole list is read for it. */
async function bookmarksOf(records: MemoryRecords, count: number): Promise<readonly string[]> {
  const marks: string[] = [];
  let seen = 0;
  for (let bookmark: string | undefined = ''; bookmark !== undefined;) {
    if (bookmark !== '') marks.push(bookmark);
    const page: Page<PublicCaseView> = await listed(records, {
      limit: LONGEST_PAGE,
      ...(bookmark === '' ? {} : { bookmark }),
    });
    seen += page.items.length;
    bookmark = page.bookmark;
  }
  if (seen !== count) throw new Error(`${seen} of ${count} public cases are listed`);
  return marks;
}

const SUMMARY = {
  title: 'Slow healing after a simple fracture',
  text: 'Treated for 12 weeks; 500 mg twice a day for 10 days. Under 4 % of such cases take longer.',
  conditions: ['S52.5'],
  ageBand: '50-59',
};

/**
 * One case is published as cases are; the others are its likeness, each with a grant of its own. A chaincode that writes
 * what it is told stands in meanwhile: a hundred thousand real ones would take longer than all the rest.
 */
async function published(count: number): Promise<MemoryRecords> {
  const records = await openMemoryRecords();
  const { physician, network, subjectSalt } = records;
  const { id: grant, step } = grantOf(records, 'researchers', 'research');
  await records.submit([step]);
  const command = { case: records.case, grant, summary: SUMMARY };
  const transient = { subjectSalt };
  await records.submit([{ as: physician, contract: 'case', transaction: 'Publish', command, transient }]);
  const likeness = likenessOf(records);
  await network.deploy({
    name: RX.name,
    version: 'writes what it is told',
    chaincode: (() => WRITER) as never,
    endorsementPolicy: "OR('HospitalMSP.peer')",
  });
  for (let from = 1; from < count; from += IN_A_TRANSACTION) {
    const length = Math.min(IN_A_TRANSACTION, count - from);
    const states = Array.from({ length }, (_, index) => likeness(from + index)).flat();
    const call = { mspId: 'HospitalMSP', chaincode: RX.name, fn: 'write', args: [JSON.stringify(states)] };
    const { isValid, status } = await network.submit({ ...call, endorsers: ['HospitalMSP'] });
    if (!isValid) throw new Error(`public cases were not written: ${status}`);
  }
  await network.deploy({ ...RX, version: '1.1' });
  return records;
}

type State = readonly [key: string, value: string];

const WRITER = {
  Init: async () => ({ status: 200 }),
  Invoke: async (stub: { getArgs(): string[]; putState(key: string, value: Uint8Array): Promise<void> }) => {
    for (const [key, value] of JSON.parse(stub.getArgs()[1]!) as State[]) await stub.putState(key, Buffer.from(value));
    return { status: 200, payload: Buffer.from('') };
  },
};

/** The two states that a public case is listed by, as they would be for one published so many milliseconds before. */
function likenessOf({ network }: MemoryRecords): (age: number) => readonly State[] {
  const states = network.states(RX.name).map(({ key, value }) => ({ parts: key.split('\0'), value }));
  const [entry, grant] = ['PUBLISHED', 'GRANT'].map((type) => states.find(({ parts }) => parts[1] === type)!);
  const [, type, falling] = entry!.parts as [string, string, string];
  const view = JSON.parse(entry!.value.toString()) as PublicCaseView;
  const given = JSON.parse(grant!.value.toString()) as object;
  return (age) => {
    const [id, grantId] = [drawId(), drawId()];
    const place = String(Number(falling) + age).padStart(falling.length, '0');
    return [
      [['', type, place, id, ''].join('\0'), JSON.stringify({ ...view, case: id, grant: grantId, at: view.at - age })],
      [['', 'GRANT', grantId, ''].join('\0'), JSON.stringify({ ...given, id: grantId })],
    ];
  };
}
