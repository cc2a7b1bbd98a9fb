import * as grpc from '@grpc/grpc-js';
import type { ProfileNode } from './connection-profile';

/** Bytes of a gRPC message; arguments stand in an envelope up to three times. */
const MESSAGE_LIMIT = 16 * 1024 * 1024;

/** One client a peer: every caller's calls share its TLS connection. */
export function createPeerClient(peer: ProfileNode): grpc.Client {
  const credentials = peer.url.startsWith('grpcs:')
    ? grpc.credentials.createSsl(peer.tlsCertificates === undefined ? null : Buffer.from(peer.tlsCertificates))
    : grpc.credentials.createInsecure();
  const override = peer.grpcOptions['ssl-target-name-override'];
  return new grpc.Client(new URL(peer.url.replace(/^grpcs?/, 'http')).host, credentials, {
    'grpc.max_receive_message_length': MESSAGE_LIMIT,
    'grpc.max_send_message_length': MESSAGE_LIMIT,
    'grpc.keepalive_time_ms': 120_000,
    'grpc.keepalive_timeout_ms': 20_000,
    'grpc.keepalive_permit_without_calls': 1,
    // Come back soon after a peer's restart: the default grows to two minutes.
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 5000,
    ...(typeof override === 'string'
      ? { 'grpc.ssl_target_name_override': override, 'grpc.default_authority': override }
      : {}),
  });
}
