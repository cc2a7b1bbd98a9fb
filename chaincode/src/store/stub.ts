import type { Context } from 'fabric-contract-api';

/** Fabric's side of one invocation: state, private data, transient map, time, event. */
export type Stub = Context['stub'];
