import type { Client } from '@grpc/grpc-js';
import { connect, hash, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import type { Deadlines } from '../settings';
import { signMessage, type SigningIdentity } from '../signer';

/** Channels as seen by each person, over one shared connection; kept as long as the person's key is. */
export class Channels {
  readonly #gateways = new WeakMap<SigningIdentity, { readonly gateway: Gateway; readonly network: Network }>();

  constructor(
    private readonly client: Client,
    private readonly channel: string,
    private readonly deadlines: Deadlines,
  ) {}

  of(identity: SigningIdentity): { readonly gateway: Gateway; readonly network: Network } {
    const known = this.#gateways.get(identity);
    if (known !== undefined) return known;
    const gateway = this.#connect(identity);
    const made = { gateway, network: gateway.getNetwork(this.channel) };
    this.#gateways.set(identity, made);
    return made;
  }

  #connect({ mspId, certificate, privateKey }: SigningIdentity): Gateway {
    const within = (milliseconds: number) => () => ({ deadline: Date.now() + milliseconds });
    return connect({
      client: this.client,
      identity: { mspId, credentials: Buffer.from(certificate) },
      // The message itself comes to the signer, which hashes and signs in one step of OpenSSL.
      hash: hash.none,
      signer: async (message) => signMessage(privateKey, message),
      evaluateOptions: within(this.deadlines.evaluate),
      endorseOptions: within(this.deadlines.endorse),
      submitOptions: within(this.deadlines.submit),
      commitStatusOptions: within(this.deadlines.commit),
    });
  }
}
