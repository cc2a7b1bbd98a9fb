import { type ClientDuplexStream, Client, type ChannelCredentials, credentials } from '@grpc/grpc-js';
import type { ChaincodeConnection } from '../lifecycle/chaincode-package';
import { asBuffer } from '../wire/bytes';
import type { ChaincodeLink } from './link';

const CONNECT = '/protos.Chaincode/Connect';

/** Messages of the stream, in bytes: arguments and results of one transaction. */
const MAX_MESSAGE = 100 * 1024 * 1024;

const options = {
  'grpc.max_receive_message_length': MAX_MESSAGE,
  'grpc.max_send_message_length': MAX_MESSAGE,
  // A process that hangs, or a host that went away, is noticed; the message KEEPALIVE would end the Node.js shim.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  // A connection of its own each time: a shared one would make a new attempt wait for the old one's backoff.
  'grpc.use_local_subchannel_pool': 1,
};

function credentialsOf({ tls }: ChaincodeConnection): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const pem = (text: string | undefined) => (text === undefined ? null : Buffer.from(text));
  return credentials.createSsl(pem(tls.rootCertificate), pem(tls.clientKey), pem(tls.clientCertificate));
}

/** Dials a chaincode that runs as a service. The chaincode speaks first, and only when it is there. */
export function linkOverGrpc(connection: ChaincodeConnection): ChaincodeLink {
  const client = new Client(connection.address, credentialsOf(connection), options);
  const stream: ClientDuplexStream<Uint8Array, Uint8Array> = client.makeBidiStreamRequest(
    CONNECT,
    (message: Uint8Array) => asBuffer(message),
    (message: Buffer): Uint8Array => message,
  );
  let isOpen = true;
  const end = (reason: Error) => {
    if (!isOpen) return;
    isOpen = false;
    client.close();
    link.onEnd(reason);
  };
  const link: ChaincodeLink = {
    onMessage: () => undefined,
    onEnd: () => undefined,
    send: (message) => {
      if (isOpen) stream.write(message);
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      stream.cancel();
      client.close();
    },
  };
  stream.on('data', (message: Uint8Array) => link.onMessage(message));
  stream.on('error', (error: Error & { details?: string }) => end(new Error(error.details ?? error.message)));
  stream.on('end', () => end(new Error('chaincode stream ended')));
  return link;
}
