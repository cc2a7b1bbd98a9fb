import type { ServerDuplexStream, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { common } from '@hyperledger/fabric-protos';
import { type CallGate, createCallGate } from '../call-gate';
import { type BlockSource, cuttable } from '../block-source';
import { broadcast } from '../broadcast-service';
import type { Consortium } from '../consortium';
import { type Bytes, rawService } from '../raw-service';
import { authorise, verifiedSigner } from '../signed-request';
import { CallError, toServiceError } from '../status';
import { deliverBlocks, type DeliverKind } from './deliver-blocks';
import { type BlockResponse, blockWithPrivateData, filteredBlock, statusResponse, wholeBlock } from './responses';

/** `protos.Deliver` as the protocol has it. */
export const deliverDefinition: ServiceDefinition = rawService('protos.Deliver', {
  Deliver: 'duplex',
  DeliverFiltered: 'duplex',
  DeliverWithPrivateData: 'duplex',
});

/** `orderer.AtomicBroadcast` as the protocol has it. */
export const atomicBroadcastDefinition: ServiceDefinition = rawService('orderer.AtomicBroadcast', {
  Broadcast: 'duplex',
  Deliver: 'duplex',
});

const concurrency = 2500;
const { SUCCESS, INTERNAL_SERVER_ERROR } = common.Status;

/** Answers the envelopes of a stream one after the other; ends at the first that does not succeed. */
const deliver =
  (consortium: Consortium, kind: DeliverKind, gate: CallGate) =>
  (stream: ServerDuplexStream<Bytes, Bytes>): void => {
    const leave = gate.enter();
    if (!leave) {
      stream.emit('error', toServiceError(gate.refusal()));
      return;
    }
    let turn: Promise<boolean> = Promise.resolve(true);
    const answer = async (before: Promise<boolean>, envelope: Bytes): Promise<boolean> => {
      if (!(await before)) return false;
      const status = await deliverBlocks(kind, consortium.machineTime(), envelope, stream).catch((error: unknown) => {
        if (error instanceof CallError) stream.emit('error', toServiceError(error));
        return error instanceof CallError ? undefined : INTERNAL_SERVER_ERROR;
      });
      if (stream.cancelled || status === undefined) return false;
      stream.write(statusResponse(status));
      if (status === SUCCESS) return true;
      stream.end();
      return false;
    };
    stream.on('data', (envelope: Bytes) => {
      turn = answer(turn, envelope);
    });
    stream.on('end', () => void turn.then((isOpen) => isOpen && stream.end()));
    stream.on('error', () => stream.end());
    stream.once('close', leave);
    stream.once('cancelled', () => stream.end());
  };

const guardedBy = (consortium: Consortium, resource: string, mspId: string): DeliverKind['authorise'] =>
  function authoriseReader(ledger, proof) {
    const scope = { channel: ledger.channel, config: ledger.config, mspId };
    authorise(resource, scope, proof, consortium.now());
  };

/** One peer's blocks, for clients that listen. */
export const createDeliverService = (consortium: Consortium, mspId: string): UntypedServiceImplementation => {
  const gate = createCallGate('protos.Deliver', concurrency);
  const block = guardedBy(consortium, 'event/Block', mspId);
  const filtered = guardedBy(consortium, 'event/FilteredBlock', mspId);
  const ledger = (channel: string) => consortium.peerLedger(mspId, channel);
  const expose = (source: BlockSource) => cuttable(consortium.faults.streams, { mspId, chaincode: undefined }, source);
  const serve = (response: BlockResponse, authorise: DeliverKind['authorise']) =>
    deliver(consortium, { ledger, response, authorise, expose }, gate);
  return {
    Deliver: serve(wholeBlock, block),
    DeliverFiltered: serve(filteredBlock, filtered),
    DeliverWithPrivateData: serve(blockWithPrivateData(mspId), block),
  };
};

/** One orderer: takes envelopes, hands out blocks. */
export const createAtomicBroadcastService = (consortium: Consortium, mspId: string): UntypedServiceImplementation => {
  const gate = createCallGate('orderer.AtomicBroadcast', Number.POSITIVE_INFINITY);
  const readers: DeliverKind['authorise'] = ({ config }, proof) => {
    const signer = verifiedSigner({ config }, proof, consortium.now());
    config.checkPolicy('/Channel/Readers', signer ? [signer] : []);
  };
  return {
    Broadcast: broadcast(consortium, mspId),
    Deliver: deliver(
      consortium,
      { ledger: (name) => consortium.channel(name)?.ledger, response: wholeBlock, authorise: readers },
      gate,
    ),
  };
};
