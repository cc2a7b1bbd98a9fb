import type { ChaincodePackage } from './chaincode-package';

/** The packages installed on one peer. */
export interface InstalledPackages {
  /** Reads, keeps and makes runnable a package. @throws PackageError */
  install(bytes: Uint8Array): Promise<ChaincodePackage>;
  list(): readonly ChaincodePackage[];
  find(packageId: string): ChaincodePackage | undefined;
  /** Chaincodes of each channel that this package runs. */
  references(packageId: string): ReadonlyMap<string, readonly { readonly name: string; readonly version: string }[]>;
}
