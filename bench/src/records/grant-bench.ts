import { inTurn, load, middle } from '../load';
import { drawId } from '../prescription';
import { figure, type Figure } from '../report';
import { grantOf, openMemoryRecords, type MemoryRecords } from './memory-records';

/** Grants of the patient on the ledger. */
const SIZES = [1, 100, 10_000] as const;
const IN_A_BLOCK = 100;
const RECEIPTS = 150;

interface Granted {
  readonly size: number;
  readonly records: MemoryRecords;
  /** The one that is read under: the first. */
  readonly grant: string;
}

/** A receipt opened under a grant, endorsed by two and committed in memory, whatever else the patient has given. */
export async function benchGrants(report: (figure: Figure) => void, rounds: number): Promise<void> {
  const all: Granted[] = [];
  for (const size of SIZES) all.push(await filled(size));
  const openAll = (each: Granted) => load(RECEIPTS, 1, () => openReceipt(each));
  for (const each of all) await openAll(each);
  const results = await inTurn(all, rounds, openAll);
  const of = (each: Granted): number => middle(results.get(each)!.map(({ median }) => median));
  const [first, ...rest] = all as [Granted, ...Granted[]];
  for (const each of rest) {
    report(
      figure({
        bench: 'record grant, in memory',
        metric: `receipt, ${each.size} grants against ${first.size}`,
        value: of(each),
        unit: 'ms',
        reference: of(first),
        goal: { atMost: 1.1 },
      }),
    );
  }
  for (const { records } of all) records.network.close();
}

async function filled(size: number): Promise<Granted> {
  const records = await openMemoryRecords();
  const given = Array.from({ length: size }, () => grantOf(records, records.dispenser.actor, 'care'));
  for (let from = 0; from < size; from += IN_A_BLOCK) {
    await records.submit(given.slice(from, from + IN_A_BLOCK).map(({ step }) => step));
  }
  return { size, records, grant: given[0]!.id };
}

const openReceipt = ({ records, grant }: Granted): Promise<void> =>
  records.submit([
    {
      as: records.dispenser,
      contract: 'case',
      transaction: 'OpenReceipt',
      command: { case: records.case, id: drawId(), sections: ['treatment'], basis: 'grant', purpose: 'care', grant },
    },
  ]);
