import { common, peer } from '@hyperledger/fabric-protos';
import { addressOf, clientOptions, credentialsOf, type Endpoint } from './endpoint';
import { createHeader } from './headers';
import type { FabricSigner } from './signer';

/** A call of a chaincode, system chaincodes included, on one peer. */
export interface PeerCall {
  /** Empty for what concerns the peer alone. */
  readonly channel: string;
  readonly chaincode: string;
  readonly arguments: readonly (string | Uint8Array)[];
}

/** A peer that answered no, or not at all; `message` has its own words. */
export class PeerError extends Error {
  constructor(
    message: string,
    readonly peer: string,
    /** Status of the proposal's response; absent where there was none. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(`${peer}: ${message}`, options);
    this.name = 'PeerError';
  }
}

const DEADLINE_MILLISECONDS = 120_000;

const proposalFor = (signer: FabricSigner, call: PeerCall): peer.Proposal => {
  const id = new peer.ChaincodeID();
  id.setName(call.chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(id);
  const input = new peer.ChaincodeInput();
  input.setArgsList(call.arguments.map((argument) => Buffer.from(argument as string)));
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.GOLANG);
  spec.setChaincodeId(id);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(
    createHeader(signer, {
      type: common.HeaderType.ENDORSER_TRANSACTION,
      channel: call.channel,
      extension: extension.serializeBinary(),
    }).serializeBinary(),
  );
  proposal.setPayload(payload.serializeBinary());
  return proposal;
};

/** One peer, asked directly. */
export class PeerClient {
  readonly #client: peer.EndorserClient;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly signer: FabricSigner,
    /** How long a call may take. */
    private readonly deadlineMilliseconds = DEADLINE_MILLISECONDS,
  ) {
    this.#client = new peer.EndorserClient(addressOf(endpoint), credentialsOf(endpoint), clientOptions);
  }

  /**
   * The payload of the chaincode's answer.
   * @throws PeerError
   */
  async call(call: PeerCall): Promise<Uint8Array> {
    const proposal = proposalFor(this.signer, call).serializeBinary();
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(proposal);
    signed.setSignature(await this.signer.sign(proposal));
    const answer = await this.#send(signed);
    const response = answer.getResponse();
    const status = response?.getStatus() ?? 0;
    if (status < 200 || status >= 400) {
      throw new PeerError(response?.getMessage() || 'no answer', addressOf(this.endpoint), status);
    }
    return response!.getPayload_asU8();
  }

  close(): void {
    this.#client.close();
  }

  #send(signed: peer.SignedProposal): Promise<peer.ProposalResponse> {
    return new Promise((done, fail) => {
      this.#client.processProposal(signed, { deadline: Date.now() + this.deadlineMilliseconds }, (error, answer) => {
        if (answer) done(answer);
        else fail(new PeerError(error?.message ?? 'no answer', addressOf(this.endpoint), undefined, { cause: error }));
      });
    });
  }
}
