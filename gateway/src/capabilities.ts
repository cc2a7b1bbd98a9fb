import type { CapabilityPlugin } from './http/route';

/** Every capability, registered by `createApp` under `/v1`. */
export const capabilities: readonly CapabilityPlugin[] = [];
