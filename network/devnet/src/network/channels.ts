import type { NetworkTime } from '../clock';
import { createGenesisBlock, type GenesisOrganisation } from '../config/genesis';
import type { OrderingPace } from '../faults/ordering-pace';
import type { SigningIdentity } from '../identity/identity';
import { openLedger, storedGenesis } from '../ledger/create-ledger';
import type { Ledger } from '../ledger/ledger';
import { createOrdering } from '../orderer/create-ordering';
import type { Channel } from '../services/consortium';
import type { TraceRecorder } from '../trace/recorder';
import type { BlockStore } from '../store/block-store';
import type { BatchConfig, ChannelSettings } from './config';
import type { Organisation } from './organisation';

const megabyte = 1024 * 1024;

/** Everything in a channel's making that is not of the channel itself. */
export interface ChannelParts {
  readonly organisations: readonly Organisation[];
  readonly store: BlockStore;
  /** The orderer that signs blocks. */
  readonly signer: SigningIdentity;
  readonly batch: BatchConfig;
  readonly pace: OrderingPace;
  readonly recorder: TraceRecorder;
  readonly time: NetworkTime;
}

/** A channel with its ledger as this process alone sees it. */
export interface OwnChannel extends Channel {
  readonly ledger: Ledger;
  readonly store: BlockStore;
}

const genesisOrganisation = ({ mspId, ca, peer, orderer }: Organisation): GenesisOrganisation => ({
  mspId,
  caCertificates: [ca.caCertificatePem],
  tlsCaCertificates: [ca.tlsCaCertificatePem],
  anchorPeers: [{ host: peer.host, port: peer.port.number }],
  ordererEndpoints: [orderer.endpoint],
});

const namePrefix = 'namespaces/metadata/';

const definedChaincodes = (ledger: Ledger): string[] => {
  const names: string[] = [];
  for (const key of ledger.state.publicMap('_lifecycle').keys()) {
    if (key.startsWith(namePrefix)) names.push(key.slice(namePrefix.length));
  }
  return names.filter((name) => ledger.definition(name) !== undefined);
};

/** Opens a channel: its first block is made, or what is stored is read. */
export const openChannel = (settings: ChannelSettings, parts: ChannelParts): OwnChannel => {
  const { organisations, store, signer, batch, pace, recorder, time } = parts;
  const { name } = settings;
  const members = organisations.filter(({ mspId }) => settings.organisations?.includes(mspId) ?? true);
  const maxTransactions = batch.maxTransactions ?? 100;
  const preferredBytes = batch.preferredBytes ?? 2 * megabyte;
  const maxBytes = batch.maxBytes ?? 99 * megabyte;
  const genesis =
    storedGenesis(store) ??
    createGenesisBlock({
      channel: name,
      organisations: members.map(genesisOrganisation),
      ...(settings.access && { access: settings.access }),
      batch: { maxMessageCount: maxTransactions, preferredMaxBytes: preferredBytes, absoluteMaxBytes: maxBytes },
    });
  const ledger = openLedger({ channel: name, genesis, store, signer, timeShift: time.shift });
  const limits = { maxTransactions, preferredBytes };
  ledger.onCommit(({ transactions }) => transactions.forEach(({ transactionId }) => recorder.committed(transactionId)));
  const onTaken = (transactionId: string): void => recorder.taken(transactionId);
  const ordering = createOrdering({ ledger, limits, pace, onTaken, signer, maxBytes, now: time.now });
  return { name, ledger, store, ordering, chaincodes: () => definedChaincodes(ledger) };
};
