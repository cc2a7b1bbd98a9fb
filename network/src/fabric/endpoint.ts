import { ChannelCredentials, credentials, type ClientOptions } from '@grpc/grpc-js';

/** A node of the network as a client on this machine reaches it, always over TLS. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** PEM; what its TLS certificate is checked against. */
  readonly tlsAuthorities: readonly string[];
}

/** host:port */
export const addressOf = ({ host, port }: Endpoint): string => `${host}:${port}`;

/** Credentials for a gRPC client of the node. */
export const credentialsOf = ({ tlsAuthorities }: Endpoint): ChannelCredentials =>
  credentials.createSsl(Buffer.from(tlsAuthorities.join('\n')));

/** Chaincode packages and configuration blocks are larger than gRPC's default of 4 MB allows. */
export const clientOptions: ClientOptions = {
  'grpc.max_receive_message_length': 100 * 1024 * 1024,
  'grpc.max_send_message_length': 100 * 1024 * 1024,
};
