import { ChaincodeConnector } from '../chaincode/chaincode-connector';
import { ChaincodeRunner } from '../chaincode/chaincode-runner';
import type { ChaincodeStream } from '../chaincode/chaincode-stream';
import type { SigningIdentity } from '../identity/identity';
import type { PeerLedger } from '../ledger/peer-ledger';
import type { ChaincodeConnection } from '../lifecycle/chaincode-package';
import { approvedPackage, notInstalled } from './approved-package';
import type { OrganisationPeer } from './organisation-peer';
import type { Proposal, SimulationResult, SystemChaincode } from './simulation';

/** What a peer is made of. */
export interface PeerParts {
  readonly mspId: string;
  /** host:port as clients know it. */
  readonly endpoint: string;
  readonly identity: SigningIdentity;
  channels(): readonly string[];
  ledger(channel: string): PeerLedger | undefined;
  system(name: string): SystemChaincode | undefined;
  isUp(): boolean;
  /** Refuses a chaincode's call of another one that the proposal's creator may not make. */
  checkNestedCall?(proposal: Proposal, channel: string): void;
  /** How long a transaction may run, in milliseconds; 30 s when left out. */
  readonly executeTimeout?: number;
}

/** An organisation's peer that runs chaincodes as services. */
export interface Peer extends OrganisationPeer {
  ledger(channel: string): PeerLedger | undefined;
  /** Makes a package runnable: says where its process listens. Installing again changes the address. */
  install(packageId: string, connection: ChaincodeConnection): void;
  /** Package ids, in the order they were installed. */
  installed(): readonly string[];
  /** Loses the line to a chaincode's process, as a fault. @returns false where it runs none of that name */
  dropChaincode(chaincode: string): boolean;
  /** Lets go of the chaincode processes. */
  close(): void;
}

/** Makes the peer of one organisation. Which packages are installed is for the caller to keep. */
export function createPeer(parts: PeerParts): Peer {
  const { mspId, endpoint, identity, channels, ledger, system, isUp } = parts;
  const connectors = new Map<string, ChaincodeConnector>();

  const connectorOf = (channel: string, chaincode: string): ChaincodeConnector | { readonly reason: string } => {
    const ledgerOf = ledger(channel);
    if (ledgerOf === undefined) return { reason: `channel '${channel}' not found` };
    const approved = approvedPackage(ledgerOf, mspId, chaincode);
    if ('reason' in approved) return approved;
    return connectors.get(approved.packageId) ?? notInstalled(chaincode);
  };

  const stream = (channel: string, chaincode: string): Promise<ChaincodeStream> => {
    const connector = connectorOf(channel, chaincode);
    if (connector instanceof ChaincodeConnector) return connector.stream();
    const where = `[channel ${channel}] failed to get chaincode container info for ${chaincode}`;
    return Promise.reject(new Error(`invalid invocation: ${where}: ${connector.reason}`));
  };

  const { checkNestedCall } = parts;
  const runner = new ChaincodeRunner({ mspId, ledger, system, stream, ...(checkNestedCall && { checkNestedCall }) });

  return {
    mspId,
    endpoint,
    identity,
    isUp,
    channels,
    ledger,
    canEndorse: (channel, chaincode) =>
      system(chaincode) !== undefined || connectorOf(channel, chaincode) instanceof ChaincodeConnector,
    simulate: (proposal: Proposal): Promise<SimulationResult> =>
      isUp() ? runner.run(proposal) : Promise.reject(new Error(`connection to ${endpoint} refused`)),
    keepPrivate: (channel, transactionId, privateSet) => ledger(channel)?.keepPrivate(transactionId, privateSet),
    install: (packageId, connection) => {
      connectors.get(packageId)?.close();
      connectors.set(packageId, new ChaincodeConnector(packageId, connection, parts.executeTimeout));
    },
    installed: () => [...connectors.keys()],
    dropChaincode: (chaincode) => {
      const running = channels().map((channel) => connectorOf(channel, chaincode));
      const lines = new Set(running.filter((line) => line instanceof ChaincodeConnector));
      for (const line of lines) line.drop();
      return lines.size > 0;
    },
    close: () => {
      for (const connector of connectors.values()) connector.close();
    },
  };
}
