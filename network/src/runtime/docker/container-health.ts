import { docker } from './engine';

/** Asks a running container now whether it does its work. */
export const isHealthy = async (id: string, probe: readonly string[]): Promise<boolean> =>
  probe.length > 0 && (await docker('exec', id, ...probe)).code === 0;
