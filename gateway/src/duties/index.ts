export * from './run-duties';
