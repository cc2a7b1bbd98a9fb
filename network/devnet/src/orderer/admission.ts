import { common } from '@hyperledger/fabric-protos';
import { configEnvelope } from '../config/config-envelopes';
import { applyConfigUpdate } from '../config/config-update';
import type { SigningIdentity } from '../identity/identity';
import type { OrderedLedger } from '../ledger/channel-ledger';
import type { BroadcastAnswer } from './ordering-service';

/** What it takes to let an envelope in. */
export interface Admission {
  readonly ledger: OrderedLedger;
  /** Signs configurations. */
  readonly signer: SigningIdentity;
  /** Envelopes above this many bytes are refused (`Orderer.BatchSize.AbsoluteMaxBytes`). */
  readonly maxBytes: number;
  readonly now: () => Date;
}

/** An envelope that may be ordered. */
export interface Admitted {
  /** What goes into the block: the client's own envelope, or the configuration made from its update. */
  readonly envelope: Uint8Array;
  /** As the client sent it. */
  readonly original: Uint8Array;
  readonly transactionId: string;
  readonly isConfig: boolean;
}

const { BAD_REQUEST, FORBIDDEN } = common.Status;

const refuse = (status: number, info: string): BroadcastAnswer => ({ status, info });

interface Opened {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly creator: Uint8Array;
  readonly header: common.ChannelHeader;
}

const open = (bytes: Uint8Array): Opened | undefined => {
  try {
    const envelope = common.Envelope.deserializeBinary(bytes);
    const payload = envelope.getPayload_asU8();
    const header = common.Payload.deserializeBinary(payload).getHeader()!;
    return {
      payload,
      signature: envelope.getSignature_asU8(),
      header: common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
      creator: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()).getCreator_asU8(),
    };
  } catch {
    return undefined;
  }
};

const isSignedByWriter = ({ payload, signature, creator }: Opened, { ledger, now }: Admission): string | undefined => {
  const { config } = ledger;
  const signers = (() => {
    try {
      const identity = config.identity(creator, now());
      return identity.verify(payload, signature) ? [identity] : [];
    } catch {
      return [];
    }
  })();
  try {
    config.checkPolicy('/Channel/Writers', signers);
    return undefined;
  } catch (error) {
    return `${(error as Error).message}: permission denied`;
  }
};

/** What every envelope must pass, whatever it asks for. */
const checkFilters = (bytes: Uint8Array, opened: Opened, parts: Admission): BroadcastAnswer | undefined => {
  if (bytes.length > parts.maxBytes) {
    return refuse(
      BAD_REQUEST,
      `message payload is ${bytes.length} bytes and exceeds maximum allowed ${parts.maxBytes} bytes`,
    );
  }
  const complaint = isSignedByWriter(opened, parts);
  return complaint === undefined ? undefined : refuse(FORBIDDEN, complaint);
};

/** Lets an envelope in as the orderer's filters do: readable, small enough, signed by somebody who may write. */
export const admit = (bytes: Uint8Array, parts: Admission): Admitted | BroadcastAnswer => {
  const opened = open(bytes);
  if (!opened) return refuse(BAD_REQUEST, 'Message was empty');
  const type = opened.header.getType();
  const { CONFIG, CONFIG_UPDATE, ORDERER_TRANSACTION } = common.HeaderType;
  if (type === CONFIG) return refuse(BAD_REQUEST, 'message is of type that cannot be processed directly');
  if (type === ORDERER_TRANSACTION) return refuse(BAD_REQUEST, 'message is of type that is no longer supported');
  const isUpdate = type === CONFIG_UPDATE;
  const complaint = checkFilters(bytes, opened, parts);
  if (complaint) {
    const prefix = isUpdate ? 'config update for existing channel did not pass initial checks: ' : '';
    return refuse(complaint.status, `${prefix}${complaint.info}`);
  }
  const transactionId = opened.header.getTxId();
  if (!isUpdate) return { envelope: bytes, original: bytes, transactionId, isConfig: false };
  return admitUpdate(bytes, transactionId, parts);
};

const admitUpdate = (bytes: Uint8Array, transactionId: string, parts: Admission): Admitted | BroadcastAnswer => {
  const { config, channel } = parts.ledger;
  const update = common.Envelope.deserializeBinary(bytes);
  try {
    const outcome = applyConfigUpdate(config, update);
    const envelope = configEnvelope(channel, outcome, update, parts.signer, parts.now()).serializeBinary();
    return { envelope, original: bytes, transactionId, isConfig: true };
  } catch (error) {
    const reason = (error as Error).message;
    return refuse(BAD_REQUEST, `error applying config update to existing channel '${channel}': ${reason}`);
  }
};
