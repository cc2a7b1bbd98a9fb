import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ChaincodeConnection,
  type ChaincodePackage,
  PackageError,
  readChaincodePackage,
} from '../lifecycle/chaincode-package';
import type { InstalledPackages } from '../lifecycle/packages';

/** The part of a peer that runs chaincodes. */
export interface ChaincodeHost {
  install(packageId: string, connection: ChaincodeConnection): void;
}

export interface PackageStoreOptions {
  /** Packages are forgotten where there is none. */
  readonly directory: string | undefined;
  readonly builderVariables: Readonly<Record<string, string>>;
  readonly host: ChaincodeHost;
  readonly references: InstalledPackages['references'];
}

const fileName = (packageId: string): string => `${packageId.replace(':', '.')}.tar.gz`;

/** Makes the packages of one peer, those of earlier starts included. */
export const openPackageStore = (options: PackageStoreOptions): InstalledPackages => {
  const { directory, builderVariables, host, references } = options;
  const installed = new Map<string, ChaincodePackage>();

  const take = (bytes: Uint8Array): ChaincodePackage => {
    const found = readChaincodePackage(bytes, builderVariables);
    if (installed.has(found.packageId)) {
      throw new PackageError(`chaincode already successfully installed (package ID '${found.packageId}')`);
    }
    installed.set(found.packageId, found);
    host.install(found.packageId, found.connection);
    return found;
  };

  const keep = ({ packageId, bytes }: ChaincodePackage): void => {
    if (!directory) return;
    const path = join(directory, fileName(packageId));
    // Written aside and renamed: after a crash the package is there whole or not at all.
    writeFileSync(`${path}.new`, bytes, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  };

  if (directory && !existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const stored = directory ? readdirSync(directory).filter((name) => name.endsWith('.tar.gz')) : [];
  for (const name of stored) take(readFileSync(join(directory!, name)));

  return {
    install: async (bytes) => {
      const found = take(bytes);
      keep(found);
      return found;
    },
    list: () => [...installed.values()],
    find: (packageId) => installed.get(packageId),
    references,
  };
};
