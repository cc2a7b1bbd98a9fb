import { LIFECYCLE } from '../ledger/chaincode-definition';
import type { PeerLedger } from '../ledger/peer-ledger';
import { chaincodeSources, namespaces } from '../lifecycle/parameters';
import { readString, recordType } from '../lifecycle/state-record';
import { implicitCollection } from '../state/collections';

/** Why an organisation's peer cannot run a chaincode; the words are Fabric's. */
export type NotApproved = { readonly reason: string };

/** The package an organisation approved for the chaincode's present definition. */
export function approvedPackage(
  ledger: PeerLedger,
  mspId: string,
  chaincode: string,
): { readonly packageId: string } | NotApproved {
  const definition = ledger.definition(chaincode);
  if (definition === undefined) return { reason: `chaincode ${chaincode} not found` };
  const map = ledger.state.privateMap(mspId, LIFECYCLE, implicitCollection(mspId));
  const source = { get: (key: string) => map.at(key, ledger.height())?.value };
  const name = `${chaincode}#${definition.sequence}`;
  if (recordType(source, namespaces, name) === undefined) {
    const where = `sequence ${definition.sequence} on channel '${ledger.channel}'`;
    return { reason: `chaincode definition for '${chaincode}' at ${where} has not yet been approved by this org` };
  }
  const packageId = readString(source, chaincodeSources, name, 'PackageID');
  if (packageId === '') return notInstalled(chaincode);
  return { packageId };
}

export const notInstalled = (chaincode: string): NotApproved => ({
  reason: `chaincode definition for '${chaincode}' exists, but chaincode is not installed`,
});
