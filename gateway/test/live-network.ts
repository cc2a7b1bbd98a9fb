import type { ChildProcess } from 'node:child_process';
import type { Devnet, DevnetOrganisation } from '@rxledger/devnet';
import { startDevnet } from '@rxledger/devnet';
import { chaincodePackage } from '../../network/devnet/test/support/chaincode-package';
import { freePort } from '../../network/devnet/test/support/free-port';
import { approve, commit, install } from '../../network/devnet/test/support/lifecycle';
import { dial, gatewayFor, memberNamed } from '../../network/devnet/test/support/member';
import { endorsementPolicy } from '../../network/src/lifecycle/endorsement-policy';
import { CHANNEL_ACCESS } from '../../network/src/topology/channel-access';
import { personIdentity, type IdentityMaterial, type PersonIdentity } from '../src/identity/person-identity';
import { parseConnectionProfile, type ConnectionProfile } from '../src/ledger/connection-profile';
import type { Ledger } from '../src/ledger/ledger';
import type { LedgerSettings } from '../src/ledger/settings';
import { silentLog } from '../src/log';
import type { Caller } from '../src/http/caller';
import { connectionProfileOf } from './connection-profile-of';
import { enrolPeople } from './enrol-people';
import { found } from './found';
import { FOUNDERS } from './founders';
import { runContracts } from './run-contracts';
import { callerOf } from './test-app';

export const CHANNEL = 'rx';
export const CHAINCODE = 'rx';

/** A network of four organisations as the adapters of a gateway see it, and the one fault that they must bear. */
export interface LedgerNetwork {
  identity(mspId: string, enrolmentId: string): PersonIdentity;
  caller(mspId: string, enrolmentId: string): Caller;
  /** For an adapter of that organisation's gateway. */
  settings(mspId: string): LedgerSettings;
  stopOrganisation(mspId: string): Promise<void>;
  startOrganisation(mspId: string): Promise<void>;
  /** Founds the consortium, where that is not done, and registers everybody. */
  found(ledgerOf: (mspId: string) => Ledger): Promise<void>;
  close(): Promise<void>;
}

/** A devnet with the contracts of this repository running, one process an organisation; nothing founded yet. */
export interface LiveNetwork extends LedgerNetwork {
  readonly devnet: Devnet;
  material(mspId: string, enrolmentId: string): IdentityMaterial;
  profile(mspId: string): ConnectionProfile;
  killChaincode(mspId: string): void;
  /** Starts the contracts, or another program in their place: whoever runs an organisation runs its chaincode. */
  startChaincode(mspId: string, program?: string): Promise<void>;
}

const MSP_IDS = FOUNDERS.map(({ mspId }) => mspId);

/** What all members agree on: any two endorse. */
const DEFINITION = {
  channel: CHANNEL,
  name: CHAINCODE,
  version: '1',
  sequence: 1,
  policy: endorsementPolicy(MSP_IDS, 2),
};

/** An organisation's chaincode: where it is to answer, and what runs there. */
interface Contracts {
  readonly packageId: string;
  readonly address: string;
  child: ChildProcess;
}

/** Installs, runs and approves the contracts as one organisation. */
async function deployAt(organisation: DevnetOrganisation): Promise<Contracts> {
  const admin = memberNamed(organisation, 'org-admin', 'admin');
  const client = dial(organisation);
  try {
    const address = `127.0.0.1:${await freePort()}`;
    const archive = chaincodePackage(CHAINCODE, { address, dial_timeout: '10s', tls_required: false });
    const packageId = await install(client, admin, archive);
    const [child] = await Promise.all([
      runContracts(packageId, address),
      approve(gatewayFor(client, admin), organisation.mspId, DEFINITION, packageId),
    ]);
    return { packageId, address, child };
  } finally {
    client.close();
  }
}

async function commitAt(organisation: DevnetOrganisation): Promise<void> {
  const client = dial(organisation);
  try {
    await commit(gatewayFor(client, memberNamed(organisation, 'org-admin', 'admin')), DEFINITION, MSP_IDS);
  } finally {
    client.close();
  }
}

/** Everybody by `<MSP id>:<enrolment id>`, and each organisation's gateway. */
async function enrolEverybody({ organisations }: Devnet): Promise<ReadonlyMap<string, IdentityMaterial>> {
  const enrolled = organisations.map(async (organisation): Promise<[string, IdentityMaterial][]> => {
    const { people } = FOUNDERS.find(({ mspId }) => mspId === organisation.mspId)!;
    const materials = await enrolPeople(organisation, [...people, ['gateway', undefined]]);
    return [...materials].map(([id, material]) => [`${organisation.mspId}:${id}`, material]);
  });
  return new Map((await Promise.all(enrolled)).flat());
}

/** @param dataDirectory where the peers' stores lie; in memory unless given */
export async function startLiveNetwork(dataDirectory?: string): Promise<LiveNetwork> {
  const devnet = await startDevnet({
    ...(dataDirectory === undefined ? {} : { dataDirectory }),
    organisations: FOUNDERS.map(({ name, mspId }) => ({ name, mspId })),
    channels: [{ name: CHANNEL, access: CHANNEL_ACCESS }],
  });
  // Four processes boot and most of twenty secrets are hashed meanwhile: one after the other they leave a core idle.
  const [deployed, materials] = await Promise.all([
    Promise.all(devnet.organisations.map(deployAt)),
    enrolEverybody(devnet),
  ]);
  await commitAt(devnet.organisations[0]!);
  const contracts = new Map(devnet.organisations.map(({ mspId }, index) => [mspId, deployed[index]!]));
  const identities = new Map(
    [...materials].map(([actor, material]) => [actor, personIdentity(actor.split(':')[1]!, material)]),
  );

  const identity = (mspId: string, id: string): PersonIdentity => identities.get(`${mspId}:${id}`)!;
  const profile = (mspId: string): ConnectionProfile => parseConnectionProfile(connectionProfileOf(devnet, mspId));
  const network: LiveNetwork = {
    devnet,
    identity,
    material: (mspId, id) => materials.get(`${mspId}:${id}`)!,
    caller: (mspId, id) => callerOf(mspId, id, identity(mspId, id).role ?? 'auditor'),
    profile,
    settings: (mspId) => ({
      mspId,
      channel: CHANNEL,
      chaincode: CHAINCODE,
      profile: profile(mspId),
      signers: { of: (id) => identity(mspId, id) },
      serviceIdentity: 'gateway',
      log: silentLog,
    }),
    killChaincode: (mspId) => {
      contracts.get(mspId)!.child.kill('SIGKILL');
    },
    async startChaincode(mspId, program) {
      const own = contracts.get(mspId)!;
      own.child = await runContracts(own.packageId, own.address, program);
    },
    stopOrganisation: (mspId) => devnet.stopOrganisation(mspId),
    startOrganisation: (mspId) => devnet.startOrganisation(mspId),
    found: (ledgerOf) => found(network, ledgerOf),
    async close() {
      for (const { child } of contracts.values()) child.kill('SIGKILL');
      await devnet.close();
    },
  };
  return network;
}
