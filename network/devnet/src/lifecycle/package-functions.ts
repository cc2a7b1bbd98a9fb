import { peer } from '@hyperledger/fabric-protos';
import type { InstalledPackages } from './packages';

const { lifecycle } = peer;

/** A function of `_lifecycle` that is about packages: a serialised argument in, a serialised result out. */
export type PackageFunction = (input: Uint8Array, packages: InstalledPackages) => Promise<Uint8Array> | Uint8Array;

const install: PackageFunction = async (input, packages) => {
  const request = lifecycle.InstallChaincodeArgs.deserializeBinary(input);
  const { label, packageId } = await packages.install(request.getChaincodeInstallPackage_asU8());
  const result = new lifecycle.InstallChaincodeResult();
  result.setLabel(label);
  result.setPackageId(packageId);
  return result.serializeBinary();
};

const queryOne: PackageFunction = (input, packages) => {
  const id = lifecycle.QueryInstalledChaincodeArgs.deserializeBinary(input).getPackageId();
  const found = packages.find(id);
  if (!found) throw new Error(`could not find chaincode with package id '${id}'`);
  const result = new lifecycle.QueryInstalledChaincodeResult();
  result.setLabel(found.label);
  result.setPackageId(id);
  for (const [channel, chaincodes] of packages.references(id)) {
    const references = new lifecycle.QueryInstalledChaincodeResult.References();
    for (const { name, version } of chaincodes) {
      const chaincode = new lifecycle.QueryInstalledChaincodeResult.Chaincode();
      chaincode.setName(name);
      chaincode.setVersion(version);
      references.addChaincodes(chaincode);
    }
    result.getReferencesMap().set(channel, references);
  }
  return result.serializeBinary();
};

const installed = (packageId: string, label: string, packages: InstalledPackages) => {
  const { QueryInstalledChaincodesResult: Result } = lifecycle;
  const entry = new Result.InstalledChaincode();
  entry.setLabel(label);
  entry.setPackageId(packageId);
  for (const [channel, chaincodes] of packages.references(packageId)) {
    const references = new Result.References();
    for (const { name, version } of chaincodes) {
      const chaincode = new Result.Chaincode();
      chaincode.setName(name);
      chaincode.setVersion(version);
      references.addChaincodes(chaincode);
    }
    entry.getReferencesMap().set(channel, references);
  }
  return entry;
};

const queryAll: PackageFunction = (_input, packages) => {
  const result = new lifecycle.QueryInstalledChaincodesResult();
  for (const { packageId, label } of packages.list()) {
    result.addInstalledChaincodes(installed(packageId, label, packages));
  }
  return result.serializeBinary();
};

const getPackage: PackageFunction = (input, packages) => {
  const id = lifecycle.GetInstalledChaincodePackageArgs.deserializeBinary(input).getPackageId();
  const found = packages.find(id);
  if (!found) throw new Error(`could not load cc install package: chaincode install package '${id}' not found`);
  const result = new lifecycle.GetInstalledChaincodePackageResult();
  result.setChaincodeInstallPackage(found.bytes);
  return result.serializeBinary();
};

/** Functions of `_lifecycle` that need no channel. */
export const packageFunctions: Readonly<Record<string, PackageFunction>> = {
  InstallChaincode: install,
  QueryInstalledChaincode: queryOne,
  QueryInstalledChaincodes: queryAll,
  GetInstalledChaincodePackage: getPackage,
};
