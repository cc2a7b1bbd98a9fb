import * as grpc from '@grpc/grpc-js';
import type { ProfileNode } from './connection-profile';
import type { UnaryPeer } from './fabric-gateway/unary-channel';

/** Bytes of a gRPC message; arguments stand in an envelope up to three times. */
const MESSAGE_LIMIT = 16 * 1024 * 1024;

/** One client a peer: every caller's calls share its TLS connection. */
export function createPeerClient(peer: ProfileNode): grpc.Client {
  const credentials = peer.url.startsWith('grpcs:')
    ? grpc.credentials.createSsl(peer.tlsCertificates === undefined ? null : Buffer.from(peer.tlsCertificates))
    : grpc.credentials.createInsecure();
  const override = serverName(peer);
  return new grpc.Client(new URL(peer.url.replace(/^grpcs?/, 'http')).host, credentials, {
    'grpc.max_receive_message_length': MESSAGE_LIMIT,
    'grpc.max_send_message_length': MESSAGE_LIMIT,
    'grpc.keepalive_time_ms': 120_000,
    'grpc.keepalive_timeout_ms': 20_000,
    'grpc.keepalive_permit_without_calls': 1,
    // Come back soon after a peer's restart: the default grows to two minutes.
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 5000,
    ...(override === undefined
      ? {}
      : { 'grpc.ssl_target_name_override': override, 'grpc.default_authority': override }),
  });
}

/** The same peer, as unary calls reach it. */
export const unaryPeer = (peer: ProfileNode): UnaryPeer => ({
  address: peer.url.replace(/^grpc(s?):/, 'http$1:'),
  authorities: peer.tlsCertificates,
  serverName: serverName(peer),
  limit: MESSAGE_LIMIT,
});

function serverName({ grpcOptions }: ProfileNode): string | undefined {
  const override = grpcOptions['ssl-target-name-override'];
  return typeof override === 'string' ? override : undefined;
}
