import { ledger, peer } from '@hyperledger/fabric-protos';
import type { SimulationResult } from '../peer/simulation';
import { compareKeys } from '../state/key-order';

const { TxReadWriteSet, NsReadWriteSet } = ledger.rwset;
const { KVRWSet, KVWrite } = ledger.rwset.kvrwset;

/** Another result than the chaincode gave: what a lying peer signs. */
export interface Alteration {
  /** Answered to the client in place of the chaincode's result. */
  readonly payload?: string;
  /** A public write that takes the place of the chaincode's for the same key, or is added. */
  readonly write?: { readonly key: string; readonly value: string };
}

const withWrite = (
  bytes: Uint8Array,
  namespace: string,
  { key, value }: { key: string; value: string },
): Uint8Array => {
  const set = TxReadWriteSet.deserializeBinary(bytes);
  const sets = set.getNsRwsetList();
  let own = sets.find((each) => each.getNamespace() === namespace);
  if (!own) {
    own = new NsReadWriteSet();
    own.setNamespace(namespace);
    set.setNsRwsetList([...sets, own].sort((a, b) => compareKeys(a.getNamespace(), b.getNamespace())));
  }
  const written = KVRWSet.deserializeBinary(own.getRwset_asU8());
  const write = new KVWrite();
  write.setKey(key);
  write.setValue(Buffer.from(value));
  const others = written.getWritesList().filter((each) => each.getKey() !== key);
  written.setWritesList([...others, write].sort((a, b) => compareKeys(a.getKey(), b.getKey())));
  own.setRwset(written.serializeBinary());
  return set.serializeBinary();
};

/** A simulation's result as an alteration has it; `chaincode` is the namespace written to. */
export const altered = (
  result: SimulationResult,
  chaincode: string,
  { payload, write }: Alteration,
): SimulationResult => {
  let { response, publicSet } = result;
  if (payload !== undefined) {
    response = peer.Response.deserializeBinary(response.serializeBinary());
    response.setPayload(Buffer.from(payload));
  }
  if (write) publicSet = withWrite(publicSet, chaincode, write);
  return { ...result, response, publicSet };
};
