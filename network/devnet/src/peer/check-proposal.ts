import { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import { IdentityError } from '../identity/errors';
import type { Identity } from '../identity/identity';
import { transactionId } from '../wire/hashes';
import { type CheckedProposal, ProposalError, type UnpackedProposal } from './proposal';

/** How far a client's clock may be from the peer's, in milliseconds (`peer.authentication.timewindow`). */
const timeWindow = 15 * 60 * 1000;

const checkForm = (proposal: UnpackedProposal): void => {
  if (
    proposal.headerType !== common.HeaderType.ENDORSER_TRANSACTION &&
    proposal.headerType !== common.HeaderType.CONFIG
  ) {
    throw new ProposalError(`invalid header type ${headerTypeName(proposal.headerType)}`);
  }
  if (proposal.epoch !== 0) throw new ProposalError('epoch is non-zero');
  if (proposal.nonce.length === 0) throw new ProposalError('nonce is empty');
  if (proposal.creatorBytes.length === 0) throw new ProposalError('creator is empty');
  const expected = transactionId(proposal.nonce, proposal.creatorBytes);
  if (proposal.transactionId !== expected) {
    throw new ProposalError(`incorrectly computed txid '${proposal.transactionId}' -- expected '${expected}'`);
  }
  if (proposal.signed.getSignature_asU8().length === 0) throw new ProposalError('empty signature bytes');
};

const headerTypeName = (type: number): string =>
  Object.entries(common.HeaderType).find(([, value]) => value === type)?.[0] ?? String(type);

const creatorOf = (proposal: UnpackedProposal, config: ChannelConfig, now: Date): Identity => {
  const where = `access denied: channel [${proposal.channel}] creator org`;
  try {
    return config.identity(proposal.creatorBytes, now);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    if (error.fault === 'expired') throw new ProposalDenied('proposal client identity expired');
    if (error.fault === 'malformed') throw new ProposalError(`${where} unknown, creator is malformed`);
    throw new ProposalError(`${where} [${error.mspId ?? ''}]`);
  }
};

/** A proposal turned away before the endorser looks at it: expired certificate, clock too far off. */
export class ProposalDenied extends Error {
  override readonly name = 'ProposalDenied';
}

const goTime = (at: Date): string =>
  at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '') + ' +0000 UTC';

/**
 * Refuses a client whose clock is more than 15 minutes off.
 * @param now by the clock that clients go by: this machine's, however far the network's was moved
 * @throws ProposalDenied
 */
export const checkClock = (proposal: UnpackedProposal, now: Date): void => {
  if (Math.abs(proposal.timestamp - now.getTime()) <= timeWindow) return;
  throw new ProposalDenied(
    `request unauthorized due to incorrect timestamp ${goTime(new Date(proposal.timestamp))}, ` +
      `peer time ${goTime(now)}, peer.authentication.timewindow 15m0s`,
  );
};

/** The network's time when a proposal comes in, and how far it is from this machine's, in milliseconds. */
export interface ProposalTime {
  readonly now: Date;
  readonly shift: number;
}

/**
 * Checks form, creator and signature of a proposal against a channel's MSPs.
 * @throws ProposalError in the words of Fabric's endorser
 * @throws ProposalDenied where the creator's certificate has expired
 */
export const checkProposal = (
  proposal: UnpackedProposal,
  config: ChannelConfig,
  time: ProposalTime,
): CheckedProposal => {
  try {
    checkForm(proposal);
    const creator = creatorOf(proposal, config, time.now);
    if (!creator.verify(proposal.signed.getProposalBytes_asU8(), proposal.signed.getSignature_asU8())) {
      throw new ProposalError(`access denied: channel [${proposal.channel}] creator org [${creator.mspId}]`);
    }
    return { ...proposal, creator, timeShift: time.shift };
  } catch (error) {
    if (!(error instanceof ProposalError)) throw error;
    throw new ProposalError(`error validating proposal: ${error.message}`);
  }
};
