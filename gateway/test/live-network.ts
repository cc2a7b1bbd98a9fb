import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@grpc/grpc-js';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { ROLE_ATTRIBUTE, type OrganisationKind, type Role } from '@rxledger/chaincode/api';
import { startDevnet, type Devnet, type DevnetOrganisation } from '@rxledger/devnet';
import FabricCAServices from 'fabric-ca-client';
import { User } from 'fabric-common';
import { chaincodePackage } from '../../network/devnet/test/support/chaincode-package';
import { freePort } from '../../network/devnet/test/support/chaincode-process';
import { approve, commit, install } from '../../network/devnet/test/support/lifecycle';
import { dial, gatewayFor, memberOf, type Member } from '../../network/devnet/test/support/member';
import { certificateRequest } from '../src/identity/certificate-request';
import { personIdentity, type IdentityMaterial, type PersonIdentity } from '../src/identity/person-identity';
import { parseConnectionProfile, type ConnectionProfile } from '../src/ledger/connection-profile';
import type { Ledger } from '../src/ledger/ledger';
import type { LedgerSettings } from '../src/ledger/settings';
import { silentLog } from '../src/log';
import { callerOf } from './test-app';
import type { Caller } from '../src/http/caller';

export const CHANNEL = 'rx';
export const CHAINCODE = 'rx';

/** The four founding members, and the people each test network has. */
const ORGANISATIONS: readonly { name: string; mspId: string; kind: OrganisationKind; people: [string, Role][] }[] = [
  {
    name: 'hospital',
    mspId: 'HospitalMSP',
    kind: 'hospital',
    people: [
      ['registrar-1', 'registrar'],
      ['physician-1', 'physician'],
      ['patient-1', 'patient'],
      ['steward-1', 'steward'],
      ['custodian-1', 'custodian'],
    ],
  },
  {
    name: 'centre',
    mspId: 'CentreMSP',
    kind: 'centre',
    people: [
      ['registrar-1', 'registrar'],
      ['reviewer-1', 'reviewer'],
      ['steward-1', 'steward'],
      ['auditor-1', 'auditor'],
      ['custodian-1', 'custodian'],
    ],
  },
  {
    name: 'pharmacy',
    mspId: 'PharmacyMSP',
    kind: 'pharmacy',
    people: [
      ['registrar-1', 'registrar'],
      ['dispenser-1', 'dispenser'],
      ['steward-1', 'steward'],
      ['custodian-1', 'custodian'],
    ],
  },
  {
    name: 'third-party',
    mspId: 'ThirdPartyMSP',
    kind: 'third-party',
    people: [
      ['registrar-1', 'registrar'],
      ['payer-1', 'payer'],
      ['courier-1', 'courier'],
      ['custodian-1', 'custodian'],
    ],
  },
];

export const MEMBER_VIEWS = ORGANISATIONS.map(({ name, mspId, kind }) => ({ mspId, kind, displayName: name }));

/** The registrar of a CA as rxnet makes one: people only, roles only. */
const REGISTRAR_RIGHTS = [
  { name: 'hf.Registrar.Roles', value: 'client' },
  { name: 'hf.Registrar.Attributes', value: ROLE_ATTRIBUTE },
  { name: 'hf.Revoker', value: 'true' },
];

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

const PROGRAM = join(__dirname, '../../chaincode/dist/main.js');

/** @param dataDirectory where the peers' stores lie; in memory unless given */
export async function startLiveNetwork(dataDirectory?: string): Promise<LiveNetwork> {
  if (!existsSync(PROGRAM)) throw new Error('build the chaincode first: npx tsc --build');
  const devnet = await startDevnet({
    ...(dataDirectory === undefined ? {} : { dataDirectory }),
    organisations: ORGANISATIONS.map(({ name, mspId }) => ({ name, mspId })),
    channels: [{ name: CHANNEL }],
  });
  const people = new Map<string, { identity: PersonIdentity; material: IdentityMaterial }>();
  const contracts = new Map<string, { packageId: string; address: string; child?: ChildProcess }>();
  const startChaincode = async (mspId: string, program = PROGRAM): Promise<void> => {
    const contract = contracts.get(mspId)!;
    contract.child = await runChaincode(program, contract.packageId, contract.address);
  };
  const clients: Client[] = [];
  const admins: Member[] = [];
  const definition = {
    channel: CHANNEL,
    name: CHAINCODE,
    version: '1',
    sequence: 1,
    policy: twoOf(ORGANISATIONS.map(({ mspId }) => mspId)),
  };
  for (const organisation of devnet.organisations) {
    const { mspId } = organisation;
    const own = await enrolPerson(organisation, 'org-admin', undefined, 'admin');
    const admin = memberOf(mspId, own.certificate, own.privateKey);
    const client = dial(organisation);
    clients.push(client);
    admins.push(admin);
    const address = `127.0.0.1:${await freePort()}`;
    const archive = chaincodePackage(CHAINCODE, { address, dial_timeout: '10s', tls_required: false });
    contracts.set(mspId, { packageId: await install(client, admin, archive), address });
    await startChaincode(mspId);
    await approve(gatewayFor(client, admin), mspId, definition, contracts.get(mspId)!.packageId);
    const { people: wanted } = ORGANISATIONS.find((each) => each.mspId === mspId)!;
    for (const [id, role] of [...wanted, ['gateway', undefined] as const]) {
      const material = await enrolPerson(organisation, id, role);
      people.set(`${mspId}:${id}`, { material, identity: personIdentity(id, material) });
    }
  }
  const mspIds = ORGANISATIONS.map(({ mspId }) => mspId);
  await commit(gatewayFor(clients[0]!, admins[0]!), definition, mspIds);
  clients.forEach((client) => {
    client.close();
  });

  const identity = (mspId: string, id: string): PersonIdentity => people.get(`${mspId}:${id}`)!.identity;
  const profile = (mspId: string): ConnectionProfile => parseConnectionProfile(profileOf(devnet, mspId));
  const network: LiveNetwork = {
    devnet,
    identity,
    material: (mspId, id) => people.get(`${mspId}:${id}`)!.material,
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
      contracts.get(mspId)?.child?.kill('SIGKILL');
    },
    startChaincode,
    stopOrganisation: (mspId) => devnet.stopOrganisation(mspId),
    startOrganisation: (mspId) => devnet.startOrganisation(mspId),
    found: (ledgerOf) => found(network, ledgerOf),
    async close() {
      for (const { child } of contracts.values()) child?.kill('SIGKILL');
      await devnet.close();
    },
  };
  return network;
}

/** Founds the consortium and registers everybody, as `Ledger` calls. */
export async function found(network: LedgerNetwork, ledgerOf: (mspId: string) => Ledger): Promise<void> {
  const hospital = ledgerOf('HospitalMSP');
  await hospital.submit(network.caller('HospitalMSP', 'registrar-1'), {
    contract: 'misbc',
    transaction: 'Found',
    command: { commandId: 'found-the-consortium', members: MEMBER_VIEWS } as never,
    endorsers: MEMBER_VIEWS.map(({ mspId }) => mspId),
  });
  await registerPeople(network, ledgerOf);
}

/** Has each organisation's registrar enter its people into the registry. */
export async function registerPeople(network: LedgerNetwork, ledgerOf: (mspId: string) => Ledger): Promise<void> {
  for (const { mspId, people } of ORGANISATIONS) {
    const witness = MEMBER_VIEWS.find((member) => member.mspId !== mspId)!.mspId;
    for (const [enrolmentId, role] of people) {
      await ledgerOf(mspId).submit(network.caller(mspId, 'registrar-1'), {
        contract: 'misbc',
        transaction: 'Register',
        command: {
          commandId: `register-${enrolmentId}`,
          enrolmentId,
          role,
          ...(role === 'physician' ? { scope: ['*'] } : {}),
        } as never,
        endorsers: [mspId, witness],
      });
    }
  }
}

async function runChaincode(program: string, packageId: string, address: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, CHAINCODE_ID: packageId, CHAINCODE_SERVER_ADDRESS: address },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.stderr.once('data', resolve);
    child.once('exit', (code) => {
      reject(new Error(`the chaincode ended with ${code}`));
    });
  });
  child.stdout.resume();
  child.stderr.resume();
  return child;
}

async function enrolPerson(
  organisation: DevnetOrganisation,
  id: string,
  role: Role | undefined,
  type: 'client' | 'admin' = 'client',
): Promise<IdentityMaterial> {
  const { ca, mspId } = organisation;
  const service = new FabricCAServices(ca.url, { trustedRoots: [ca.tlsCaCertificate], verify: true }, ca.name);
  const enrol = async (enrollmentID: string, enrollmentSecret: string): Promise<IdentityMaterial> => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const csr = certificateRequest(enrollmentID, privateKey);
    const { certificate } = await service.enroll({ enrollmentID, enrollmentSecret, csr });
    return { mspId, certificate, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
  const admin = await enrol('admin', 'adminpw');
  const registrar = User.createUser('admin', '', mspId, admin.certificate, admin.privateKey);
  const attrs = role === undefined ? [] : [{ name: ROLE_ATTRIBUTE, value: role, ecert: true }];
  const secret = await service.register(
    {
      enrollmentID: id,
      affiliation: '',
      role: type,
      maxEnrollments: -1,
      attrs: [...attrs, ...(role === 'registrar' ? REGISTRAR_RIGHTS : [])],
    },
    registrar,
  );
  return enrol(id, secret);
}

/** Signature policy: members of any two of the organisations. */
function twoOf(mspIds: readonly string[]): Uint8Array {
  const envelope = new common.SignaturePolicyEnvelope();
  const nOutOf = new common.SignaturePolicy.NOutOf();
  nOutOf.setN(2);
  mspIds.forEach((mspId, index) => {
    const role = new msp.MSPRole();
    role.setMspIdentifier(mspId);
    role.setRole(msp.MSPRole.MSPRoleType.PEER);
    const principal = new msp.MSPPrincipal();
    principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
    principal.setPrincipal(role.serializeBinary());
    envelope.addIdentities(principal);
    const signed = new common.SignaturePolicy();
    signed.setSignedBy(index);
    nOutOf.addRules(signed);
  });
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(nOutOf);
  envelope.setRule(rule);
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(envelope);
  return policy.serializeBinary();
}

/** The common connection profile, as rxnet writes it. */
export function profileOf(devnet: Devnet, mspId: string): Record<string, unknown> {
  const node = ({ endpoint, tlsCaCertificate }: { endpoint: string; tlsCaCertificate: string | undefined }) => ({
    url: `grpcs://${endpoint}`,
    tlsCACerts: { pem: tlsCaCertificate },
    grpcOptions: { 'ssl-target-name-override': endpoint.split(':')[0]! },
  });
  const { organisations } = devnet;
  const own = organisations.find((organisation) => organisation.mspId === mspId)!;
  const table = <T>(prefix: string, make: (organisation: DevnetOrganisation) => T): Record<string, T> =>
    Object.fromEntries(organisations.map((each) => [`${prefix}.${each.name}`, make(each)]));
  return {
    name: own.name,
    version: '1.0.0',
    client: { organization: mspId },
    channels: {
      [CHANNEL]: {
        orderers: organisations.map(({ name }) => `orderer.${name}`),
        peers: table('peer', () => ({
          endorsingPeer: true,
          chaincodeQuery: true,
          ledgerQuery: true,
          eventSource: true,
        })),
      },
    },
    organizations: Object.fromEntries(
      organisations.map((each) => [each.mspId, { mspid: each.mspId, peers: [`peer.${each.name}`] }]),
    ),
    orderers: table('orderer', ({ orderer }) => node(orderer)),
    peers: table('peer', (each) => node(each.peer)),
    certificateAuthorities: {
      [`ca.${own.name}`]: { url: own.ca.url, caName: own.ca.name, tlsCACerts: { pem: [own.ca.tlsCaCertificate] } },
    },
  };
}
