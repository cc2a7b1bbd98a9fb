import type { NetworkTime } from '../clock';
import type { OwnChannel } from '../network/channels';
import type { DevnetConfig } from '../network/config';
import type { OrganisationNode } from '../network/node';
import type { Dump } from './dump';
import { checkFit } from './fit';
import { dumpedBlocks, replayDump } from './ledger-records';
import { RequestError } from '../request-error';
import { equalBytes } from '../wire/bytes';

/** The running network that is dumped, or loaded into. */
export interface DumpScope {
  readonly config: DevnetConfig;
  readonly nodes: readonly OrganisationNode[];
  readonly channels: ReadonlyMap<string, OwnChannel>;
  readonly time: NetworkTime;
}

/** Everything that another devnet needs to be this one, as it is at this moment. */
export const dumpNetwork = ({ config, nodes, channels, time }: DumpScope): Dump => ({
  organisations: nodes.map(({ organisation: { name, mspId, peer, orderer, ca } }, index) => ({
    name,
    mspId,
    ...(config.organisations[index]?.domain && { domain: config.organisations[index].domain }),
    peer: { host: peer.host, port: peer.port.number },
    orderer: { host: orderer.host, port: orderer.port.number },
    ca: { port: ca.port },
  })),
  channels: config.channels,
  timeShift: time.shift(),
  contents: new Map(
    nodes.map(({ organisation: { mspId, ca }, packages }) => [
      mspId,
      { authority: ca.contents(), packages: packages.list().map(({ bytes }) => bytes) },
    ]),
  ),
  blocks: new Map([...channels].map(([name, { store }]) => [name, dumpedBlocks(store)])),
});

const genesisOf = (channel: OwnChannel): Uint8Array => channel.store.block(0)!;

/** Installs the packages of a dump that the peers have not. */
export const installPackages = async (dump: Dump, nodes: readonly OrganisationNode[]): Promise<void> => {
  for (const { organisation, packages } of nodes) {
    const known = packages.list().map(({ bytes }) => bytes);
    for (const bytes of dump.contents.get(organisation.mspId)?.packages ?? []) {
      if (!known.some((other) => equalBytes(other, bytes))) await packages.install(bytes);
    }
  }
};

/**
 * Puts the ledgers of a dump in the place of those of a running network, which must be of the same authorities.
 * @throws RequestError where it does not fit; nothing is changed then
 * @throws StoreError
 */
export const loadIntoNetwork = async (dump: Dump, { config, nodes, channels, time }: DumpScope): Promise<void> => {
  checkFit(dump, config);
  const loaded = [...channels.values()].map((channel) => {
    const blocks = dump.blocks.get(channel.name) ?? [];
    if (!blocks[0] || !equalBytes(blocks[0].bytes, genesisOf(channel))) {
      throw new RequestError(
        'conflict',
        `the dump does not fit: its channel ${channel.name} was made with other certificate authorities. ` +
          'Start a network from it: `fabric-devnet serve --load`, or startDevnet with `load`',
      );
    }
    return { channel, ...replayDump(channel.name, blocks) };
  });
  await installPackages(dump, nodes);
  for (const { channel, records, ledger } of loaded) {
    channel.ordering.discard('another ledger was loaded before the transaction was in a block');
    channel.ledger.replace(records, ledger);
  }
  time.reset();
  time.advance(dump.timeShift);
};
