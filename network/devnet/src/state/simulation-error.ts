/** A request of a chaincode was refused; the message is the one Fabric's peer answers with. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}

export const simulationErrors = {
  collectionNotDefined: (chaincode: string, collection: string) =>
    new SimulationError(`collection [${collection}] not defined in the collection config for chaincode [${chaincode}]`),
  noCollections: (chaincode: string) =>
    new SimulationError(
      `collection config not defined for chaincode [${chaincode}], pass the collection configuration upon chaincode definition/instantiation`,
    ),
  noSuchCollection: (channel: string, chaincode: string, collection: string) =>
    new SimulationError(`collection ${channel}/${chaincode}/${collection} could not be found`),
  noReadAccess: (chaincode: string, collection: string) =>
    new SimulationError(
      `tx creator does not have read access permission on privatedata in chaincodeName:${chaincode} collectionName: ${collection}`,
    ),
  noWriteAccess: (chaincode: string, collection: string) =>
    new SimulationError(
      `tx creator does not have write access permission on privatedata in chaincodeName:${chaincode} collectionName: ${collection}`,
    ),
  privateVersionMissing: (publicVersion: string, privateVersion: string) =>
    new SimulationError(
      `private data matching public hash version is not available. Public hash version = ${publicVersion}, Private data version = ${privateVersion}`,
    ),
  privateQueryAfterWrite: (transactionId: string) =>
    new SimulationError(
      `txid [${transactionId}]: unsuppored transaction. Queries on pvt data is supported only in a read-only transaction`,
    ),
  writeAfterPrivateQuery: (transactionId: string) =>
    new SimulationError(
      `txid [${transactionId}]: unsuppored transaction. Transaction has already performed queries on pvt data. Writes are not allowed`,
    ),
  pageAfterWrite: (transactionId: string) =>
    new SimulationError(
      `txid [${transactionId}]: unsuppored transaction. Paginated queries are supported only in a read-only transaction`,
    ),
  writeAfterPage: (transactionId: string) =>
    new SimulationError(
      `txid [${transactionId}]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed`,
    ),
  richQuery: () => new SimulationError('ExecuteQuery not supported for leveldb'),
  pagedRichQuery: () => new SimulationError('ExecuteQueryWithMetadata not supported for leveldb'),
} as const;
