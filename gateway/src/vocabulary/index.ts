export * from './identifiers';
export * from './paging';
export * from './shapes';
export * from './submitted';
