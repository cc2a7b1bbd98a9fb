import { peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import { lastConfigBlock } from './last-config-block';
import { checkAccess } from '../acl';
import type { SystemChaincode, TransactionContext } from '../simulation';
import { failure, success } from './system-services';

/** What the configuration chaincode looks into. */
export interface CsccParts {
  readonly channels: () => readonly string[];
  readonly ledgerOf: (channel: string) => ChannelLedger | undefined;
}

const channelList = (channels: readonly string[]): peer.Response => {
  const answer = new peer.ChannelQueryResponse();
  for (const name of channels) {
    const info = new peer.ChannelInfo();
    info.setChannelId(name);
    answer.addChannels(info);
  }
  return success(answer.serializeBinary());
};

const configBlock = (ledger: ChannelLedger): peer.Response => {
  const block = lastConfigBlock(ledger);
  return block ? success(block.serializeBinary()) : failure('no config block');
};

const byName: Readonly<Record<string, (ledger: ChannelLedger) => peer.Response>> = {
  GetConfigBlock: configBlock,
  GetChannelConfig: (ledger) => success(ledger.config.config.serializeBinary()),
};

/** The configuration system chaincode: which channels there are, and how a channel is configured. Channels are joined at start. */
export const createCscc = ({ channels, ledgerOf }: CsccParts): SystemChaincode => {
  const ofChannel = (name: string, { proposal, mspId }: TransactionContext): peer.Response => {
    const channel = Buffer.from(proposal.args[1] ?? []).toString('utf8');
    if (name === 'GetChannelConfig' && channel === '') return failure('empty channel name provided');
    const ledger = ledgerOf(channel);
    checkAccess(`cscc/${name}`, { channel, config: ledger?.config, mspId }, proposal.creator);
    if (!ledger) return failure(`Unknown channel ID, ${channel}`);
    return byName[name]!(ledger);
  };

  const invoke = (context: TransactionContext): peer.Response => {
    const { args, creator } = context.proposal;
    if (args.length < 1) return failure(`Incorrect number of arguments, ${args.length}`);
    const name = Buffer.from(args[0]!).toString('utf8');
    if (name !== 'GetChannels' && args.length < 2) return failure(`Incorrect number of arguments, ${args.length}`);
    const where = name === 'GetChannels' ? `[${name}]` : `[${name}][${Buffer.from(args[1]!).toString('utf8')}]`;
    try {
      if (byName[name]) return ofChannel(name, context);
      if (name !== 'GetChannels') return failure(`Requested function ${name} not found.`);
      checkAccess('cscc/GetChannels', { channel: '', config: undefined, mspId: context.mspId }, creator);
      return channelList(channels());
    } catch (error) {
      return failure(`access denied for ${where}: ${(error as Error).message}`);
    }
  };

  return { name: 'cscc', invoke };
};
