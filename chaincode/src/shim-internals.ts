import type { Contract } from 'fabric-contract-api';
import type { ChaincodeInterface } from 'fabric-shim';

type ChaincodeClass = new (
  contracts: readonly (new () => Contract)[],
  serializers: { readonly transaction: string; readonly serializers: Readonly<Record<string, unknown>> },
  metadata: object,
  title: string,
  version: string,
) => ChaincodeInterface & { readonly metadata: object };

/**
 * The shim's own adapter from contract classes to a chaincode. It is not part of the shim's declared surface: this is
 * the one place that knows where it lies (fabric-shim 2.5.8).
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract') as ChaincodeClass;
