/** A channel's first block, for any Fabric network: what the devnet makes for itself, real orderers and peers join with as well. */
export type { Consensus, Consenter, RaftOptions, SmartBftOptions } from './config/consensus';
export {
  type BatchSettings,
  createGenesisBlock,
  type GenesisOptions,
  type GenesisOrganisation,
} from './config/genesis';
