import { createHash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorId, type Role } from '@rxledger/chaincode/api';
import { createApp, type AppOptions } from '../src/app';
import type { ServiceContext } from '../src/capability';
import type { Authenticator } from '../src/http/authentication';
import type { Caller } from '../src/http/caller';
import type { Limits } from '../src/http/limits';
import { Problem } from '../src/http/problem';
import type { App } from '../src/http/route';
import type { EnrolledPerson, Enrolment } from '../src/identity/enrolment';
import type { ReleaseSettings } from '../src/releases';
import { FakeLedger } from './fake-ledger';
import { MemoryContentStore } from './memory-content-store';
import { MemoryKeyStore } from './memory-key-store';

/** A caller as the token and the certificate would make one. */
export const callerOf = (mspId: string, enrolmentId: string, role: Role): Caller => ({
  actor: actorId(mspId, enrolmentId),
  mspId,
  enrolmentId,
  role,
});

/** Members as the registry would tell them. */
export const MEMBERS = [
  { mspId: 'HospitalMSP', kind: 'hospital' },
  { mspId: 'CentreMSP', kind: 'centre' },
  { mspId: 'PharmacyMSP', kind: 'pharmacy' },
  { mspId: 'ThirdPartyMSP', kind: 'third-party' },
] as const;

/** Nobody is turned away because the process was held up: a test's may be, by whatever else the machine does. */
export const PATIENT: Limits = { lagMilliseconds: 0 };

/** Accepts `Bearer <enrolment id>.<role>`, so that a test can be anyone. */
export const openAuthenticator = (mspId: string): Authenticator => ({
  authenticate: (token) => {
    const [enrolmentId, role] = token.split('.');
    if (enrolmentId === undefined || role === undefined) throw new Problem('ACCESS_UNAUTHENTICATED');
    return callerOf(mspId, enrolmentId, role as Role);
  },
});

/** An authority that enrols anyone, in memory. */
export class FakeEnrolment implements Enrolment {
  readonly people = new Map<string, EnrolledPerson>();

  async enrol(enrolmentId: string, role: Role): Promise<EnrolledPerson> {
    const person = { enrolmentId, role, validUntil: 4_102_444_800_000 };
    this.people.set(enrolmentId, person);
    return person;
  }

  async renew(enrolmentId: string): Promise<EnrolledPerson> {
    const person = this.people.get(enrolmentId);
    if (person === undefined) throw new Problem('REGISTRY_ACTOR_NOT_FOUND');
    return person;
  }

  async revoke(enrolmentId: string): Promise<void> {
    this.people.delete(enrolmentId);
  }

  async list(): Promise<readonly EnrolledPerson[]> {
    return [...this.people.values()];
  }
}

/** A folder that is not there until something is kept in it. */
export function releaseSettings(): ReleaseSettings {
  const folder = join(tmpdir(), `releases-${randomUUID()}`);
  return { folder, sources: join(folder, 'sources') };
}

/** A context over a fake ledger. */
export function testContext(ledger: FakeLedger, overrides: Partial<ServiceContext> = {}): ServiceContext {
  return {
    mspId: 'HospitalMSP',
    channel: 'rx',
    ledger,
    keyStore: new MemoryKeyStore(),
    content: new MemoryContentStore(),
    enrolment: new FakeEnrolment(),
    members: async () => MEMBERS,
    index: { list: async () => ({ items: [] }) },
    releases: releaseSettings(),
    gateways: {},
    cases: { list: async () => ({ items: [] }) },
    news: { subscribe: () => undefined },
    seed: async (caller, commandId) => createHash('sha256').update(`${caller.actor} ${commandId}`).digest(),
    now: () => Date.now(),
    ...overrides,
  };
}

/** The whole application over a fake ledger; call with `authorization: Bearer <enrolment id>.<role>`. */
export async function testApp(
  ledger: FakeLedger,
  { mspId = 'HospitalMSP', ...options }: Partial<AppOptions> & { mspId?: string } = {},
): Promise<App> {
  const app = await createApp({
    context: testContext(ledger, { mspId }),
    authenticator: openAuthenticator(mspId),
    ...options,
    limits: { ...PATIENT, ...options.limits },
  });
  await app.ready();
  return app;
}
