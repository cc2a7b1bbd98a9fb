export * from './envelope';
export * from './identifiers';
export * from './paging';
export * from './shapes';
export * from './submitted';
