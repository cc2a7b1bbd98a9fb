import { sdkWithFastSigner } from './competitors';
import type { Consortium } from './consortium';
import { load } from './load';
import { figure, type Figure } from './report';

const SMALL = 1_000;
const SLICE = 1_000;

/** Cost of a transaction, and memory of the node process, on a ledger of 10^3 and of `size` prescriptions. */
export async function benchGrowth(
  consortium: Consortium,
  report: (figure: Figure) => void,
  size: number,
): Promise<void> {
  const client = sdkWithFastSigner(consortium);
  const fill = (count: number) => load(count, 64, () => client.submit());
  try {
    await fill(SMALL);
    const memory = await consortium.nodeMemory();
    const early = await slices(fill);
    const filled = size - SMALL - 3 * SLICE;
    await fill(filled);
    const grown = await consortium.nodeMemory();
    const late = await slices(fill);
    report(
      figure({
        bench: 'growth',
        metric: `cost of a transaction, ${size} against ${SMALL} prescriptions`,
        value: 1000 / late,
        unit: 'ms',
        reference: 1000 / early,
        goal: { atMost: 1.1 },
      }),
    );
    report(
      figure({
        bench: 'growth',
        metric: 'memory of the node process a transaction',
        value: ((grown - memory) * 1024 * 1024) / (filled + 3 * SLICE),
        unit: 'bytes',
      }),
    );
    report(figure({ bench: 'growth', metric: `memory of the node process at ${size}`, value: grown, unit: 'MiB' }));
  } finally {
    client.close();
  }
}

/** The best of three: what the machine's neighbours took is not the ledger's. */
async function slices(fill: (count: number) => Promise<{ perSecond: number }>): Promise<number> {
  const rates: number[] = [];
  for (let i = 0; i < 3; i += 1) rates.push((await fill(SLICE)).perSecond);
  return Math.max(...rates);
}
