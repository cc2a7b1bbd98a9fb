import { peer } from '@hyperledger/fabric-protos';

const readers = '/Channel/Application/Readers';
const writers = '/Channel/Application/Writers';

/** Which channel policy guards which resource of a peer: Fabric's own defaults, said out loud in the configuration. */
export const defaultAccess: Readonly<Record<string, string>> = {
  '_lifecycle/CheckCommitReadiness': writers,
  '_lifecycle/CommitChaincodeDefinition': writers,
  '_lifecycle/QueryChaincodeDefinition': writers,
  '_lifecycle/QueryChaincodeDefinitions': writers,
  'qscc/GetChainInfo': readers,
  'qscc/GetBlockByNumber': readers,
  'qscc/GetBlockByHash': readers,
  'qscc/GetTransactionByID': readers,
  'qscc/GetBlockByTxID': readers,
  'cscc/GetConfigBlock': readers,
  'cscc/GetChannelConfig': readers,
  'peer/Propose': writers,
  'peer/ChaincodeToChaincode': writers,
  'event/Block': readers,
  'event/FilteredBlock': readers,
};

/** The ACLs value of the `Application` group: Fabric's defaults, and what takes their place. */
export const accessControl = (instead: Readonly<Record<string, string>> = {}): peer.ACLs => {
  const lists = new peer.ACLs();
  for (const [resource, policy] of Object.entries({ ...defaultAccess, ...instead })) {
    const entry = new peer.APIResource();
    entry.setPolicyRef(policy);
    lists.getAclsMap().set(resource, entry);
  }
  return lists;
};
