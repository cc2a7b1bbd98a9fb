import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { actorId } from '@rxledger/chaincode/api';
import { createRemoteJWKSet } from 'jose';
import { createApp } from './app';
import { forgetUploads } from './attachments/forget-uploads';
import type { ServiceContext } from './capability';
import { readConfig, type GatewayConfig } from './config';
import type { App } from './http/route';
import { TokenAuthenticator } from './http/token-authenticator';
import { readSecret } from './identity/atomic-file';
import { createEnrolment } from './identity/create-enrolment';
import { IdentityStore } from './identity/identity-store';
import { identityOf, storeSigners } from './identity/store-signers';
import { checkStore } from './identity/check-store';
import { importWallet } from './identity/wallet-format';
import { readConnectionProfile, type ConnectionProfile } from './ledger/connection-profile';
import { FabricGatewayLedger } from './ledger/fabric-gateway/adapter';
import { FabricNetworkLedger } from './ledger/fabric-network/adapter';
import type { Ledger } from './ledger/ledger';
import { cachedMembers } from './ledger/members';
import type { LedgerSettings } from './ledger/settings';
import { runDuties, type DutySigners } from './duties';
import { FileKeyStore } from './keys';
import { createLog, faultFields, type Log } from './log';
import { openContent } from './open-content';
import { startProjection } from './projection';
import type { ReleaseSettings } from './releases';
import { SeedJournal } from './seed/seed-journal';

/** A gateway that answers. */
export interface RunningGateway {
  readonly app: App;
  /** http://host:port */
  readonly address: string;
  /** Lets what is under way finish, then lets everything go. */
  close(): Promise<void>;
}

/** Puts the gateway of one organisation together and starts it: the only place where adapters are named. */
export async function startGateway(config: GatewayConfig): Promise<RunningGateway> {
  const { organisation, http } = config;
  const log = createLog({
    level: config.log.level,
    ...(config.log.file === undefined ? {} : { file: config.log.file }),
  });
  const profile = readConnectionProfile(config.ledger.connectionProfile);
  const store = await openStore(config, log);
  const reload = (): void => {
    store.reload();
  };
  const ledger = openLedger(config, profile, store, log);
  const now = (): number => Date.now();
  const seeds = await SeedJournal.open(join(store.directory, 'commands.journal'), store.derivedKey('seeds'), now);
  const projection = await startProjection(
    config.projection?.file ?? join(store.directory, 'prescriptions.db'),
    ledger,
    (error) => {
      log.write('warn', 'projection-fault', faultFields(error));
    },
  );
  const keys = config.keys?.directory ?? join(store.directory, 'encryption-keys');
  const signers = await dutySigners(config, store);
  const context: ServiceContext = {
    mspId: organisation.mspId,
    channel: config.ledger.channel,
    ledger,
    keyStore: new FileKeyStore(keys, store.derivedKey('encryption keys')),
    content: await openContent(config.content, join(store.directory, 'attachments')),
    enrolment: createEnrolment(config.ca, profile, store, log),
    members: cachedMembers(ledger, now),
    seed: (caller, commandId) => seeds.seed(caller, commandId),
    index: projection.index,
    releases: releaseSettings(config, store.directory),
    gateways: config.gateways ?? {},
    ...(signers.steward === undefined ? {} : { steward: signers.steward }),
    cases: projection.cases,
    news: projection.news,
    now,
  };
  const authenticator = new TokenAuthenticator({
    mspId: organisation.mspId,
    issuer: config.auth.issuer,
    audience: config.auth.audience,
    keys: createRemoteJWKSet(new URL(config.auth.jwksUri), { cooldownDuration: 5000 }),
    identities: { peek: (id) => store.peek(id), find: (id) => identityOf(store, id) },
    now,
  });
  const app = await createApp({ context, authenticator, log, limits: http, organisation: organisation.name });
  const duties = runDuties({ context, book: projection.duties, signers, log });
  const endForgetting = forgetUploads(context.content, now, log);
  app.addHook('onClose', async () => {
    process.off('SIGHUP', reload);
    endForgetting();
    await duties.close();
    await projection.close();
    await ledger.close();
    await seeds.close();
    log.write('info', 'stopped');
    log.close();
  });
  // Identities changed by `rx people` in another process are read again.
  process.on('SIGHUP', reload);
  const address = await app.listen({ host: http.host, port: http.port });
  log.write('info', 'started', { organisation: organisation.mspId, host: http.host, port: http.port });
  return { app, address, close: () => app.close() };
}

/** Beside the identities unless told. */
function releaseSettings({ releases }: GatewayConfig, directory: string): ReleaseSettings {
  const folder = releases?.directory ?? join(directory, 'releases');
  return { folder, sources: releases?.sources ?? join(folder, 'sources') };
}

async function openStore({ organisation, identities, service }: GatewayConfig, log: Log): Promise<IdentityStore> {
  const password = await readSecret(identities.passwordFile);
  const store = await IdentityStore.open(identities.directory, organisation.mspId, password);
  if (identities.importWallet !== undefined) {
    const { imported } = await importWallet(store, identities.importWallet);
    if (imported.length > 0) log.write('info', 'identity-imported', { count: imported.length });
  }
  for (const fault of await checkStore(store, service.identity)) {
    log.write('error', 'identity-refused', { errorCode: fault.code });
    process.stderr.write(`${fault.message}\n`);
  }
  return store;
}

/** Who signs where the ledger asks something of this gateway: a custodian and a steward of the store. */
async function dutySigners({ service }: GatewayConfig, store: IdentityStore): Promise<DutySigners> {
  const callerOf = async (role: 'custodian' | 'steward'): Promise<DutySigners> => {
    const enrolmentId = service[role];
    if (enrolmentId === undefined) return {};
    const found = await store.get(enrolmentId);
    if (found?.role !== role) {
      throw new Error(`service.${role} names ${enrolmentId}, of whom the store has no identity as a ${role}: enrol it`);
    }
    return { [role]: { actor: actorId(store.mspId, enrolmentId), mspId: store.mspId, enrolmentId, role } };
  };
  return { ...(await callerOf('custodian')), ...(await callerOf('steward')) };
}

function openLedger(
  { organisation, ledger, service }: GatewayConfig,
  profile: ConnectionProfile,
  store: IdentityStore,
  log: Log,
): Ledger {
  const { adapter, channel, chaincode, deadlines } = ledger;
  const settings: LedgerSettings = {
    mspId: organisation.mspId,
    channel,
    chaincode,
    profile,
    signers: storeSigners(store),
    serviceIdentity: service.identity,
    ...(deadlines === undefined ? {} : { deadlines }),
    log,
  };
  log.write('info', 'ledger-connected', { adapter, channel });
  if (adapter === 'fabric-gateway') return new FabricGatewayLedger(settings);
  return new FabricNetworkLedger(settings);
}

/** Milliseconds that what is under way has to finish once the process is told to stop. */
const DRAIN = 20_000;

/** Runs a gateway until the process is told to stop. */
export async function runGateway(configFile: string): Promise<void> {
  const config = readConfig(configFile);
  const gateway = await startGateway(config);
  process.stdout.write(`${config.organisation.name}: ${gateway.address} (try it at ${gateway.address}/docs)\n`);
  const stop = (): void => {
    // What does not end in time is cut off.
    setTimeout(() => process.exit(1), DRAIN).unref();
    gateway.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const start =
    values.config === undefined ? Promise.reject(new Error('--config FILE is missing')) : runGateway(values.config);
  start.catch((error: unknown) => {
    process.stderr.write(`the gateway does not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
