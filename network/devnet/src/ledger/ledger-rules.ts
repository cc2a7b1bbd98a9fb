import type { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import { acceptConfigEnvelope } from '../config/config-update';
import { loadChannelConfig } from '../config/load-config';
import { parseEnvelope, type ParsedEnvelope } from './validation/form';
import { checkEndorsements, type EndorsementContext } from './validation/policy';
import type { EndorserTransaction } from './transaction';

/**
 * How a ledger judges envelopes. The network's ledgers verify every signature; memory mode, which has no keys in its hot
 * path, does without and judges by organisations.
 */
export interface LedgerRules {
  parse(envelope: Uint8Array, config: ChannelConfig): ParsedEnvelope;
  checkEndorsements(transaction: EndorserTransaction, context: EndorsementContext): number;
  /** The configuration of a genesis block, or of a block that was accepted before. */
  loadConfig(channel: string, config: common.Config): ChannelConfig;
  /** The configuration that a CONFIG envelope puts in place of `current`. @throws Error where it must not */
  acceptConfig(current: ChannelConfig, envelope: common.ConfigEnvelope): ChannelConfig;
}

export const fabricRules: LedgerRules = {
  parse: parseEnvelope,
  checkEndorsements,
  loadConfig: loadChannelConfig,
  acceptConfig: acceptConfigEnvelope,
};
