export * from './commitment';
export * from './crockford';
export * from './draw';
