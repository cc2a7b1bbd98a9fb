/**
 * A Fabric channel in memory, for tests of chaincodes: no sockets, no processes, no waiting. What runs is real: the shim's own
 * message handler, read and write sets, private data with its hashes, endorsement policies of chaincodes, collections and
 * keys, MVCC and phantom checks, blocks. Certificates are real too, so that a chaincode can read a caller's attributes. What is
 * left out is signatures: nobody signs and nobody verifies, which is what makes thousands of transactions a second possible.
 * `fabric-shim` and `fabric-contract-api` are the caller's own installations; each organisation gets instances of its own
 * of every contract.
 *
 * ```ts
 * const network = await createMemoryNetwork({
 *   organisations: ['HospitalMSP', 'PharmacyMSP'],
 *   chaincodes: [{ name: 'rx', contracts: [PrescriptionContract], endorsementPolicy: "AND('HospitalMSP.peer','PharmacyMSP.peer')" }],
 * });
 * const physician = network.identity('HospitalMSP', 'dr1', { attributes: { 'rx.role': 'physician' } });
 *
 * const commit = await network.submit({
 *   identity: physician,
 *   chaincode: 'rx',
 *   fn: 'prescription:issue',
 *   args: ['RX-1'],
 *   transient: { body: JSON.stringify({ drug: 'x' }) },
 *   endorsers: ['HospitalMSP', 'PharmacyMSP'],
 * });
 * commit.status; // 'VALID', 'MVCC_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE', ...
 * network.state('rx', 'RX-1');
 * network.privateState('PharmacyMSP', 'rx', '_implicit_org_PharmacyMSP', 'RX-1');
 * await network.evaluate({ identity: physician, chaincode: 'rx', fn: 'prescription:read', args: ['RX-1'] });
 *
 * // A race: both are endorsed on the same state, and stand in one block; the second loses.
 * const both = await network.order([await network.endorse(one), await network.endorse(other)]);
 *
 * network.advance(3_600_000); // an hour later
 * network.close();
 * ```
 *
 * A chaincode that refuses makes `submit`, `endorse` and `evaluate` reject with {@link EndorsementError}, whose message is the
 * chaincode's. An invalid transaction does not reject: its `status` says so.
 */
import type { MemoryNetworkOptions } from './memory-calls';
import { MemoryNetwork } from './memory-network';

export { EndorsementError } from './memory-error';
export { memoryIdentity, type MemoryIdentity, type MemoryIdentityOptions } from './memory-identity';
export type {
  EndorsedTransaction,
  MemoryCall,
  MemoryChaincode,
  MemoryCommit,
  MemoryNetworkOptions,
  MemorySubmission,
} from './memory-calls';
export { MemoryNetwork } from './memory-network';
export type { ContractClass, ShimChaincode } from '../chaincode/shim';

/** Makes a channel of these organisations with these chaincodes deployed. */
export async function createMemoryNetwork(options: MemoryNetworkOptions): Promise<MemoryNetwork> {
  const network = new MemoryNetwork(options);
  for (const chaincode of options.chaincodes) await network.deploy(chaincode);
  return network;
}
