import { Client } from '@grpc/grpc-js';
import {
  connect,
  type Contract,
  type Gateway,
  type Network,
  type ProposalOptions,
  GatewayError,
  type Status,
  type SubmitError,
} from '@hyperledger/fabric-gateway';
import { gateway as messages } from '@hyperledger/fabric-protos';
import { onceAgreed } from './agreed';
import { addressOf, clientOptions, credentialsOf, type Endpoint } from './endpoint';
import type { FabricSigner } from './signer';

const SECONDS = 1000;
/** How long a transaction has to turn up in a block after the orderers are said to have refused it. */
const AFTER_REFUSAL_MILLISECONDS = 20 * SECONDS;

/** The library gives the class itself for a type alone. */
const isOfOrderers = (error: unknown): error is SubmitError =>
  error instanceof GatewayError && 'transactionId' in error;

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

  /**
   * Sends a transaction to be ordered, once, and finds out what became of it. Orderers that refuse it do not mean that it
   * failed: with Byzantine fault tolerance such transactions were found committed, so the peer is asked all the same.
   * @throws Error where it was not endorsed, was found invalid, or did not turn up
   */
  async submit(chaincode: string, transaction: string, options: ProposalOptions): Promise<Status> {
    const proposal = () => this.contract(chaincode).newProposal(transaction, options);
    const endorsed = await onceAgreed(() => proposal().endorse());
    const status = await endorsed.submit().then(
      (submitted) => submitted.getStatus(),
      (refusal: unknown) => this.#statusAfter(refusal),
    );
    if (status.successful) return status;
    throw new Error(`the channel found ${transaction} invalid (code ${status.code})`);
  }

  async #statusAfter(refusal: unknown): Promise<Status> {
    if (!isOfOrderers(refusal)) throw refusal;
    const request = new messages.CommitStatusRequest();
    request.setChannelId(this.#network.getName());
    request.setTransactionId(refusal.transactionId);
    request.setIdentity(this.signer.creator);
    const signed = new messages.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    const commit = this.#gateway.newCommit(signed.serializeBinary());
    return commit.getStatus({ deadline: Date.now() + AFTER_REFUSAL_MILLISECONDS }).catch(() => {
      throw refusal;
    });
  }

  close(): void {
    this.#gateway.close();
    this.#client.close();
  }
}
