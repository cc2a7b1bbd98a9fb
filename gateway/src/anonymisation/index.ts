/** The anonymisation engine as a library: no HTTP, no ledger. */
export { AnonymisationError, type AnonymisationFault } from './anonymisation-error';
export { mergeTables } from './data/merge-tables';
export { readCsv, type CsvOptions } from './data/read-csv';
export { encodeRows, type Column, type TupleTable } from './data/tuple-table';
export { buildHierarchy } from './hierarchy/build-hierarchy';
export { createHierarchy, type Hierarchy } from './hierarchy/hierarchy';
export type { HierarchyDefinition } from './hierarchy/hierarchy-definition';
export { findOptimum, searchSteps } from './search/find-optimum';
export { LOSSES, type Loss } from './search/loss';
export type { Optimum, OptimumQuestion } from './search/optimum-question';
