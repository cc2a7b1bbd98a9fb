export { readChaincodePackage, PackageError, type ChaincodePackage } from './lifecycle/chaincode-package';
export type { Devnet, DevnetEndpoint, DevnetOptions, DevnetOrganisation } from './devnet';
export { startDevnet } from './start-devnet';
export type { NetworkTime } from './clock';
export type { ChaincodeToDeploy, CollectionToDeploy, Deployment } from './deploy/chaincode-to-deploy';
export { createLog, type Log, silentLog } from './log';
export {
  type BatchConfig,
  type ChannelSettings,
  type DevnetConfig,
  DevnetConfigError,
  type NodeAddress,
  type OrganisationConfig,
} from './network/config';
export { PortTakenError } from './network/ports';
export type { Snapshot } from './network/snapshots';
export { trustWarning } from './network/trust-warning';
export { RequestError, type RequestFault } from './request-error';
export type { BlockOrder } from './faults/block-order';
export type { EndorsementAlteration, EndorsementFailure, SubmitFailure } from './faults/fault-plan';
export type { Faults, FaultsInForce, Lagging } from './faults/faults';
export type { StreamFilter } from './faults/open-streams';
export type { CallFilter } from './faults/planned';
export type { Lag } from './ledger/follower';
export type { NodeKind } from './network/node';
export { printTrace } from './trace/print-trace';
export type * from './trace/transaction-trace';
