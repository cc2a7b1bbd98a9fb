import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { type HeldPort, PortTakenError } from './ports';

/** Largest message a node takes or sends: as Fabric's nodes, 100 MB. Larger ones end the call with RESOURCE_EXHAUSTED. */
export const maxMessageBytes = 100 * 1024 * 1024;

/** Certificates of a node's TLS; a client's is demanded where `clientRoots` are given. All PEM. */
export interface NodeTls {
  readonly certificate: string;
  readonly key: string;
  readonly clientRoots?: readonly string[];
}

/** What a node listens on, and what it serves. */
export interface NodeServerOptions {
  /** For messages, as `peer of HospitalMSP`. */
  readonly owner: string;
  readonly port: HeldPort;
  readonly tls: NodeTls | undefined;
  readonly services: readonly (readonly [ServiceDefinition, UntypedServiceImplementation])[];
}

/** A node's server, which can be stopped and started as a fault. */
export interface NodeServer {
  start(): Promise<void>;
  /** Refuses connections from now on; open calls are cut. */
  stop(): Promise<void>;
}

const credentialsOf = (tls: NodeTls | undefined): ServerCredentials => {
  if (!tls) return ServerCredentials.createInsecure();
  const roots = tls.clientRoots ? Buffer.from(tls.clientRoots.join('\n')) : null;
  const pair = { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) };
  return ServerCredentials.createSsl(roots, [pair], tls.clientRoots !== undefined);
};

const bind = async (server: Server, { owner, port, tls }: NodeServerOptions): Promise<void> => {
  await port.release();
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port.number}`, credentialsOf(tls), (error) => {
      if (!error) resolve();
      else reject(/EADDRINUSE/.test(error.message) ? new PortTakenError(port.number, owner) : error);
    });
  });
};

/** Makes a node's server; it listens once started. */
export const createNodeServer = (options: NodeServerOptions): NodeServer => {
  let running: Server | undefined;
  return {
    async start() {
      if (running) return;
      const server = new Server({
        'grpc.max_receive_message_length': maxMessageBytes,
        'grpc.max_send_message_length': maxMessageBytes,
      });
      for (const [definition, implementation] of options.services) server.addService(definition, implementation);
      await bind(server, options);
      running = server;
    },
    async stop() {
      await options.port.release();
      running?.forceShutdown();
      running = undefined;
    },
  };
};
