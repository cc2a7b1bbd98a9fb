import type { peer } from '@hyperledger/fabric-protos';
import type { NetworkTime } from '../clock';
import type { ChannelConfig } from '../config/channel-config';
import type { EndorserAnswer } from './answer';
import { checkClock, checkProposal, ProposalDenied } from './check-proposal';
import { type CheckedProposal, ProposalError, type UnpackedProposal, unpackProposal } from './proposal';

/** A proposal that may be processed, or the answer it gets without that. */
export type DeskResult =
  | { readonly proposal: CheckedProposal; readonly answer?: undefined }
  | { readonly proposal?: undefined; readonly answer: EndorserAnswer };

/** Where proposals come in: each is read and its signature verified once, however many peers it is then sent to. */
export interface ProposalDesk {
  /** @throws ProposalError where the proposal cannot be read */
  unpack(signed: peer.SignedProposal): UnpackedProposal;
  check(proposal: UnpackedProposal, mspId: string): DeskResult;
}

export interface ProposalDeskParts {
  /** A channel's configuration as an organisation's peer has it. */
  readonly configOf: (channel: string, mspId: string) => ChannelConfig | undefined;
  /** A configuration that knows the MSPs of all organisations, for calls outside any channel. */
  readonly localConfig: () => ChannelConfig;
  readonly time: NetworkTime;
}

const remembered = 2048;

interface Seen {
  readonly signed: peer.SignedProposal;
  readonly config: ChannelConfig;
  readonly proposal: CheckedProposal;
}

const isSame = (a: peer.SignedProposal, b: peer.SignedProposal): boolean =>
  Buffer.compare(a.getProposalBytes_asU8(), b.getProposalBytes_asU8()) === 0 &&
  Buffer.compare(a.getSignature_asU8(), b.getSignature_asU8()) === 0;

/** Makes the desk of one process. */
export const createProposalDesk = (parts: ProposalDeskParts): ProposalDesk => {
  const seen = new Map<string, Seen>();

  const remember = (proposal: CheckedProposal, config: ChannelConfig): void => {
    if (seen.size >= remembered) seen.delete(seen.keys().next().value!);
    seen.set(proposal.transactionId, { signed: proposal.signed, config, proposal });
  };

  const checked = (proposal: UnpackedProposal, config: ChannelConfig): CheckedProposal => {
    const time = { now: parts.time.now(), shift: parts.time.shift() };
    checkClock(proposal, parts.time.machine());
    const before = seen.get(proposal.transactionId);
    if (
      before?.config === config &&
      before.proposal.timeShift === time.shift &&
      isSame(before.signed, proposal.signed)
    ) {
      return before.proposal;
    }
    const result = checkProposal(proposal, config, time);
    remember(result, config);
    return result;
  };

  const ofOwnMember = (proposal: CheckedProposal, mspId: string): CheckedProposal => {
    if (proposal.channel !== '' || proposal.creator.mspId === mspId) return proposal;
    throw new ProposalError(
      'error validating proposal: access denied: channel [] creator org unknown, creator is malformed',
    );
  };

  const check = (proposal: UnpackedProposal, mspId: string): DeskResult => {
    const config = proposal.channel === '' ? parts.localConfig() : parts.configOf(proposal.channel, mspId);
    if (!config) {
      return { answer: { outcome: 'failed', message: `channel '${proposal.channel}' not found`, isStreamLost: false } };
    }
    try {
      return { proposal: ofOwnMember(checked(proposal, config), mspId) };
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof ProposalDenied) return { answer: { outcome: 'unavailable', message } };
      return { answer: { outcome: 'refused', message } };
    }
  };

  return { unpack: unpackProposal, check };
};
