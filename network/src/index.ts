export { readConsortium, parseConsortium } from './topology/read-consortium';
export { ConsortiumFileError, type Fault } from './topology/source';
export type { Consortium, Member, Person } from './topology/consortium';
export { NetworkDirectory } from './directory/network-directory';
export { OperatorError } from './operator-error';
