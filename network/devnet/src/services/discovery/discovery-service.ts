import { type ServiceDefinition, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { discovery } from '@hyperledger/fabric-protos';
import { createCallGate } from '../call-gate';
import type { Consortium } from '../consortium';
import { rawService, unary } from '../raw-service';
import { type SignedRequest, verifiedSigner } from '../signed-request';
import { CallError } from '../status';
import { channelQuery, discoveryError, localQuery } from './queries';

/** `discovery.Discovery` as the protocol has it. */
export const discoveryDefinition: ServiceDefinition = rawService('discovery.Discovery', { Discover: 'unary' });

const malformed = (message: string): never => {
  throw new CallError(status.UNKNOWN, message);
};

const readRequest = (signed: discovery.SignedRequest): discovery.Request => {
  try {
    return discovery.Request.deserializeBinary(signed.getPayload_asU8());
  } catch {
    return malformed('failed parsing request');
  }
};

/** One peer's discovery: who is there, how the channel is configured, who can endorse. */
export const createDiscoveryService = (consortium: Consortium, mspId: string): UntypedServiceImplementation => {
  const gate = createCallGate('discovery.Discovery', Number.POSITIVE_INFINITY);

  const isMember = (channel: string, proof: SignedRequest): boolean => {
    const config = channel === '' ? consortium.localConfig() : consortium.peerLedger(mspId, channel)?.config;
    const signer = verifiedSigner({ config }, proof, consortium.now());
    if (!signer || !config) return false;
    // Outside any channel a peer answers to its own organisation's administrators.
    if (channel === '') return signer.mspId === mspId && signer.role === 'admin';
    try {
      config.checkPolicy('/Channel/Application/Writers', [signer]);
      return true;
    } catch {
      return false;
    }
  };

  const answer = (query: discovery.Query, proof: SignedRequest): discovery.QueryResult => {
    const name = query.getChannel();
    if (!isMember(name, proof)) return discoveryError('access denied');
    const channel = consortium.channel(name);
    return channel ? channelQuery({ consortium, mspId }, channel, query) : localQuery(consortium, query);
  };

  const discover = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const signed = discovery.SignedRequest.deserializeBinary(bytes);
    const request = readRequest(signed);
    const authentication = request.getAuthentication();
    if (!authentication) return malformed('access denied, no authentication info in request');
    const identity = authentication.getClientIdentity_asU8();
    if (identity.length === 0) return malformed("access denied, client identity wasn't supplied");
    const proof = { data: signed.getPayload_asU8(), identity, signature: signed.getSignature_asU8() };
    const response = new discovery.Response();
    response.setResultsList(request.getQueriesList().map((query) => answer(query, proof)));
    return response.serializeBinary();
  };

  return { Discover: unary(gate, discover) };
};
