/** What a member's peer fills into the template of a chaincode package: its own line to its own chaincode process. */
export interface BuilderVariables {
  /** host:port */
  readonly chaincode_address: string;
  /** PEM, as are the next two. */
  readonly chaincode_certificate: string;
  readonly peer_key: string;
  readonly peer_certificate: string;
}

/** `connection.json` of a chaincode that runs as a service: how a peer reaches it. */
export interface ChaincodeConnection {
  readonly address: string;
  readonly dial_timeout: string;
  readonly tls_required: boolean;
  readonly client_auth_required: boolean;
  readonly client_key: string;
  readonly client_cert: string;
  readonly root_cert: string;
}

const variable = (name: keyof BuilderVariables): string => `{{.${name}}}`;

/**
 * The same for every member, so that all install one package and the package's id is the same everywhere: each peer's
 * builder fills in its own values (on Fabric's own peers from the environment variable
 * CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG).
 */
export const CONNECTION_TEMPLATE: ChaincodeConnection = {
  address: variable('chaincode_address'),
  dial_timeout: '10s',
  tls_required: true,
  client_auth_required: true,
  client_key: variable('peer_key'),
  client_cert: variable('peer_certificate'),
  root_cert: variable('chaincode_certificate'),
};
