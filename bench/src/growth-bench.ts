import { sdkWithFastSigner } from './bare-sdk';
import { throughSdk } from './competitors';
import type { Consortium } from './consortium';
import { load } from './load';
import { figure, type Figure } from './report';

const SLICE = 2_000;
const MEBIBYTE = 1024 * 1024;

/**
 * Cost of a transaction, and memory of the node process, on a ledger of some thousand and of `size` prescriptions. The cost is
 * processor time of the process that holds the ledger: it keeps still where the machine's neighbours do not.
 */
export async function benchGrowth(
  consortium: Consortium,
  report: (figure: Figure) => void,
  size: number,
): Promise<void> {
  const client = throughSdk(sdkWithFastSigner(consortium));
  const fill = (count: number) => load(count, 64, () => client.submit());
  const slice = async (): Promise<number> => {
    const before = await consortium.nodeUsage();
    await fill(SLICE);
    return ((await consortium.nodeUsage()).processor - before.processor) / SLICE;
  };
  try {
    // The first thousands warm the process up.
    await fill(3 * SLICE);
    const early = await slice();
    const { memory } = await consortium.nodeUsage();
    const filled = Math.max(0, size - 5 * SLICE);
    await fill(filled);
    const late = await slice();
    const grown = (await consortium.nodeUsage()).memory;
    report(
      figure({
        bench: 'growth',
        metric: `cost of a transaction at ${size} prescriptions`,
        value: late,
        unit: 'ms',
        reference: early,
        goal: { atMost: 1.1 },
      }),
    );
    const added = ((grown - memory) * MEBIBYTE) / (filled + SLICE);
    report(figure({ bench: 'growth', metric: 'memory a transaction', value: added, unit: 'bytes' }));
    report(figure({ bench: 'growth', metric: `memory at ${size} prescriptions`, value: grown, unit: 'MiB' }));
  } finally {
    client.close();
  }
}
