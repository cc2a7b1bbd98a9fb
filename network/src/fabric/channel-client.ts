import { Client } from '@grpc/grpc-js';
import { connect, type Contract, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { addressOf, clientOptions, credentialsOf, type Endpoint } from './endpoint';
import type { FabricSigner } from './signer';

const SECONDS = 1000;

/** A channel through one member's peer, as one of the member's identities. */
export class ChannelClient {
  readonly #client: Client;
  readonly #gateway: Gateway;
  readonly #network: Network;

  constructor(
    endpoint: Endpoint,
    readonly signer: FabricSigner,
    channel: string,
  ) {
    this.#client = new Client(addressOf(endpoint), credentialsOf(endpoint), clientOptions);
    this.#gateway = connect({
      client: this.#client,
      identity: { mspId: signer.mspId, credentials: Buffer.from(signer.certificate) },
      signer: (digest) => signer.signDigest(digest),
      evaluateOptions: () => ({ deadline: Date.now() + 30 * SECONDS }),
      endorseOptions: () => ({ deadline: Date.now() + 60 * SECONDS }),
      submitOptions: () => ({ deadline: Date.now() + 30 * SECONDS }),
      commitStatusOptions: () => ({ deadline: Date.now() + 60 * SECONDS }),
    });
    this.#network = this.#gateway.getNetwork(channel);
  }

  contract(chaincode: string): Contract {
    return this.#network.getContract(chaincode);
  }

  close(): void {
    this.#gateway.close();
    this.#client.close();
  }
}
