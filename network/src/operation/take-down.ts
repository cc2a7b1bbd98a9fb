import { rmSync } from 'node:fs';
import type { NetworkDirectory } from '../directory/network-directory';
import type { Progress } from '../progress/progress';
import type { KeptProcesses } from '../runtime/keeper';

/** Ends every process of a network; with `isPurge` removes all that was generated for it as well, its ledger included. */
export const takeDown = async (
  directory: NetworkDirectory,
  kept: readonly KeptProcesses[],
  isPurge: boolean,
  progress: Progress,
): Promise<void> => {
  await progress.step('Stop the network', async () => {
    for (const processes of kept) await processes.shutdown(isPurge);
  });
  if (isPurge) {
    await progress.step('Remove its files', async () => rmSync(directory.root, { recursive: true, force: true }));
  }
};
