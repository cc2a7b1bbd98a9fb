import { createHash, randomBytes } from 'node:crypto';
import type * as grpc from '@grpc/grpc-js';
import type { Gateway } from '@hyperledger/fabric-gateway';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import type { Member } from './member';

const { lifecycle } = peer;

/** What the organisations agree on. */
export interface Definition {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  readonly policy?: Uint8Array;
  readonly collections?: peer.CollectionConfigPackage;
}

const serialised = ({ mspId, certificate }: Member): Uint8Array => {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificate));
  return identity.serializeBinary();
};

/** What may be wrong with a proposal, for tests of refusals. */
export interface ProposalTwist {
  readonly timestamp?: Date;
  readonly transactionId?: string;
}

/** Any proposal, signed: for what the gateway's client does not do, and to do it wrongly. */
export const signedProposal = async (
  member: Member,
  channel: string,
  chaincode: string,
  args: readonly (Uint8Array | string)[],
  twist: ProposalTwist = {},
): Promise<peer.SignedProposal> => {
  const creator = serialised(member);
  const nonce = randomBytes(24);
  const id = new peer.ChaincodeID();
  id.setName(chaincode);
  const input = new peer.ChaincodeInput();
  input.setArgsList(args.map((arg) => Buffer.from(arg)));
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(id);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(id);

  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(Timestamp.fromDate(twist.timestamp ?? new Date()));
  channelHeader.setTxId(twist.transactionId ?? createHash('sha256').update(nonce).update(creator).digest('hex'));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const bytes = proposal.serializeBinary();
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(await member.signer(createHash('sha256').update(bytes).digest()));
  return signed;
};

/** Sends a signed proposal to a peer's endorser. */
export const processProposal = (client: grpc.Client, proposal: peer.SignedProposal): Promise<peer.ProposalResponse> =>
  new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      '/protos.Endorser/ProcessProposal',
      (request: peer.SignedProposal) => Buffer.from(request.serializeBinary()),
      (bytes: Buffer) => peer.ProposalResponse.deserializeBinary(bytes),
      proposal,
      (error, response) => (error ? reject(error) : resolve(response!)),
    );
  });

/** Installs a package on a peer. @returns its package id */
export const install = async (client: grpc.Client, admin: Member, chaincode: Uint8Array): Promise<string> => {
  const args = new lifecycle.InstallChaincodeArgs();
  args.setChaincodeInstallPackage(chaincode);
  const proposal = await signedProposal(admin, '', '_lifecycle', ['InstallChaincode', args.serializeBinary()]);
  const response = (await processProposal(client, proposal)).getResponse()!;
  if (response.getStatus() !== 200) throw new Error(response.getMessage());
  return lifecycle.InstallChaincodeResult.deserializeBinary(response.getPayload_asU8()).getPackageId();
};

const fill = <T extends { setName(v: string): void; setVersion(v: string): void; setSequence(v: number): void }>(
  args: T & {
    setValidationParameter(v: Uint8Array): void;
    setCollections(v?: peer.CollectionConfigPackage): void;
  },
  definition: Definition,
): T => {
  args.setName(definition.name);
  args.setVersion(definition.version);
  args.setSequence(definition.sequence);
  if (definition.policy) args.setValidationParameter(definition.policy);
  if (definition.collections) args.setCollections(definition.collections);
  return args;
};

const lifecycleOf = (gateway: Gateway, channel: string) => gateway.getNetwork(channel).getContract('_lifecycle');

/** An organisation's approval, ordered and committed. */
export const approve = async (
  gateway: Gateway,
  mspId: string,
  definition: Definition,
  packageId: string,
): Promise<void> => {
  const local = new lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  const source = new lifecycle.ChaincodeSource();
  source.setLocalPackage(local);
  const args = fill(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
  args.setSource(source);
  await lifecycleOf(gateway, definition.channel).submit('ApproveChaincodeDefinitionForMyOrg', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations: [mspId],
  });
};

/** The channel's decision, endorsed by those named. */
export const commit = async (
  gateway: Gateway,
  definition: Definition,
  endorsingOrganizations: string[],
): Promise<void> => {
  const args = fill(new lifecycle.CommitChaincodeDefinitionArgs(), definition);
  await lifecycleOf(gateway, definition.channel).submit('CommitChaincodeDefinition', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations,
  });
};

/** Evaluates a query of `_lifecycle`. */
export const queryLifecycle = async (
  gateway: Gateway,
  channel: string,
  name: string,
  args: Uint8Array,
): Promise<Uint8Array> => lifecycleOf(gateway, channel).evaluate(name, { arguments: [args] });
