import type { ServerDuplexStream } from '@grpc/grpc-js';
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import { type BlockSource, blocksFrom, drained, stopWith } from '../block-source';
import type { Bytes } from '../raw-service';
import type { SignedRequest } from '../signed-request';
import { type BlockResponse, headerOnly } from './responses';
import { rangeOf, readSeekRequest } from './seek-request';

const { SUCCESS, BAD_REQUEST, FORBIDDEN, NOT_FOUND } = common.Status;

/** One kind of deliver service: whose blocks, who may, and what is sent. */
export interface DeliverKind {
  readonly ledger: (channel: string) => ChannelLedger | undefined;
  readonly response: BlockResponse;
  /** Lets a fault cut the stream. Returns what ends that. */
  readonly expose?: (source: BlockSource) => () => void;
  /** Refuses by throwing. */
  readonly authorise: (ledger: ChannelLedger, proof: SignedRequest) => void;
}

interface Session {
  readonly ledger: ChannelLedger;
  readonly proof: SignedRequest;
  readonly seek: orderer.SeekInfo;
}

const isAllowed = (kind: DeliverKind, { ledger, proof }: Session): boolean => {
  try {
    kind.authorise(ledger, proof);
    return true;
  } catch {
    return false;
  }
};

/** Asks again whenever the channel's configuration changed: a revoked client gets no further blocks. */
const watchAccess = (kind: DeliverKind, session: Session): (() => boolean) => {
  let { config } = session.ledger;
  return () => {
    if (session.ledger.config === config) return true;
    ({ config } = session.ledger);
    return isAllowed(kind, session);
  };
};

const responseTo = (seek: orderer.SeekInfo, { response }: DeliverKind): BlockResponse =>
  seek.getContentType() === orderer.SeekInfo.SeekContentType.HEADER_WITH_SIG ? headerOnly : response;

/** Sends the blocks asked for. @returns the `common.Status` that ends the request */
const send = async (kind: DeliverKind, session: Session, stream: ServerDuplexStream<Bytes, Bytes>): Promise<number> => {
  const { ledger, seek } = session;
  if (!isAllowed(kind, session)) return FORBIDDEN;
  const range = rangeOf(seek, ledger);
  if (!range) return BAD_REQUEST;
  const isImpatient = seek.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY;
  if (isImpatient && range.start >= ledger.height()) return NOT_FOUND;
  const isStillAllowed = watchAccess(kind, session);
  const response = responseTo(seek, kind);

  const reader = msp.SerializedIdentity.deserializeBinary(session.proof.identity).getMspid();
  const source: BlockSource = blocksFrom(ledger, range.start);
  stopWith(source, stream);
  const forget = kind.expose?.(source);
  try {
    for await (const number of source) {
      if (!isStillAllowed()) return FORBIDDEN;
      if (!stream.write(response(ledger, number, reader))) await drained(stream);
      if (number === range.stop) return SUCCESS;
      if (isImpatient && number + 1 >= ledger.height()) return NOT_FOUND;
    }
    return SUCCESS;
  } finally {
    forget?.();
  }
};

/** Answers one seek envelope. */
export const deliverBlocks = async (
  kind: DeliverKind,
  now: Date,
  envelope: Bytes,
  stream: ServerDuplexStream<Bytes, Bytes>,
): Promise<number> => {
  const request = readSeekRequest(envelope, now);
  if (!request) return BAD_REQUEST;
  const ledger = kind.ledger(request.channel);
  if (!ledger) return NOT_FOUND;
  return send(kind, { ledger, proof: request.proof, seek: request.seek }, stream);
};
