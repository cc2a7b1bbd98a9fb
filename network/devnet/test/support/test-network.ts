import type * as grpc from '@grpc/grpc-js';
import type { Contract, Gateway } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { type Devnet, type DevnetConfig, type DevnetOptions, type DevnetOrganisation, startDevnet } from '../../src';
import { parsePolicy } from '../../src/identity/policy-language';
import { chaincodePackage } from './chaincode-package';
import { type ChaincodeProcess, chaincodeProcess } from './chaincode-process';
import { approve, commit, type Definition, install } from './lifecycle';
import { dial, memberNamed, gatewayFor, type Member } from './member';

/** One organisation of a test network: its administrator, an ordinary member, its chaincode's process. */
export interface TestOrganisation {
  readonly name: string;
  readonly mspId: string;
  readonly devnet: DevnetOrganisation;
  readonly client: grpc.Client;
  readonly admin: Member;
  readonly user: Member;
  readonly adminGateway: Gateway;
  readonly gateway: Gateway;
  readonly chaincode: ChaincodeProcess;
  readonly packageId: string;
}

export interface TestNetwork {
  readonly devnet: Devnet;
  readonly organisations: readonly TestOrganisation[];
  readonly definition: Definition;
  of(mspId: string): TestOrganisation;
  /** The test chaincode through an organisation's own peer, as its member. */
  contract(mspId: string): Contract;
  /** Lets go of clients and chaincode processes: where the network itself was closed before. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

export interface TestNetworkOptions {
  readonly organisations: DevnetConfig['organisations'];
  readonly channel?: string;
  readonly chaincode?: string;
  /** Endorsement policy of the chaincode, as `OutOf(2,'A.peer','B.peer')`; the channel's majority unless given. */
  readonly policy?: string;
  readonly collections?: peer.CollectionConfigPackage;
  readonly config?: Partial<DevnetConfig>;
  readonly options?: DevnetOptions;
}

export const applicationPolicy = (text: string): Uint8Array => {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(parsePolicy(text));
  return policy.serializeBinary();
};

const prepare = async (organisation: DevnetOrganisation): Promise<TestOrganisation> => {
  const admin = memberNamed(organisation, 'orgadmin', 'admin');
  const user = memberNamed(organisation, 'user');
  const client = dial(organisation);
  const chaincode = await chaincodeProcess();
  const { mspId, name } = organisation;
  const connection = { address: chaincode.address, dial_timeout: '5s', tls_required: false };
  const packageId = await install(client, admin, chaincodePackage(`${name}-asset`, connection));
  await chaincode.start(packageId, mspId);
  return {
    name,
    mspId,
    devnet: organisation,
    client,
    admin,
    user,
    adminGateway: gatewayFor(client, admin),
    gateway: gatewayFor(client, user),
    chaincode,
    packageId,
  };
};

/** Starts a network with the test chaincode running on every organisation. */
export const startTestNetwork = async (options: TestNetworkOptions): Promise<TestNetwork> => {
  const channel = options.channel ?? 'rx';
  const config = { organisations: options.organisations, channels: [{ name: channel }], ...options.config };
  const devnet = await startDevnet(config, options.options);
  const organisations = await Promise.all(devnet.organisations.map(prepare));
  const definition: Definition = {
    channel,
    name: options.chaincode ?? 'rx',
    version: '1.0',
    sequence: 1,
    ...(options.policy && { policy: applicationPolicy(options.policy) }),
    ...(options.collections && { collections: options.collections }),
  };
  await Promise.all(
    organisations.map(({ adminGateway, mspId, packageId }) => approve(adminGateway, mspId, definition, packageId)),
  );
  const mspIds = organisations.map(({ mspId }) => mspId);
  await commit(organisations[0]!.adminGateway, definition, mspIds);

  const disconnect = async (): Promise<void> => {
    for (const { gateway, adminGateway, client, chaincode } of organisations) {
      gateway.close();
      adminGateway.close();
      client.close();
      await chaincode.stop();
    }
  };

  const of = (mspId: string): TestOrganisation => organisations.find((each) => each.mspId === mspId)!;
  return {
    devnet,
    organisations,
    definition,
    of,
    contract: (mspId) => of(mspId).gateway.getNetwork(channel).getContract(definition.name),
    disconnect,
    async close() {
      await disconnect();
      await devnet.close();
    },
  };
};
