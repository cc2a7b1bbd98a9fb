export * from './case-index';
export * from './duty-book';
export * from './feed';
export * from './ledger-news';
export * from './open-projection';
export * from './prescription-index';
export * from './start-projection';
