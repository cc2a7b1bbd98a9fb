import { createHash } from 'node:crypto';
import type { Role } from '@rxledger/chaincode/api';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { createApp } from '../src/app';
import type { ServiceContext } from '../src/capability';
import { runDuties, type RunningDuties } from '../src/duties';
import type { Caller } from '../src/http/caller';
import type { App } from '../src/http/route';
import { allowed, type Log } from '../src/log';
import { startProjection, type RunningProjection } from '../src/projection';
import { MemoryContentStore } from './memory-content-store';
import { MemoryKeyStore } from './memory-key-store';
import { MemoryLedger } from './memory-ledger';
import { callerOf, FakeEnrolment, MEMBERS, openAuthenticator, PATIENT, releaseSettings } from './test-app';

export type Answer = LightMyRequestResponse;

/** A person who calls the gateway of an organisation, as a front end would. */
export interface Person {
  readonly caller: Caller;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** Bytes. */
  put(path: string, bytes: Buffer, headers?: Record<string, string>): Promise<Answer>;
}

/** Four organisations, each with its gateway, over one channel in memory with the real chaincode. */
export class Consortium {
  readonly apps = new Map<string, App>();
  readonly contexts = new Map<string, ServiceContext>();
  /** Where the gateways find each other, by MSP id: filled in by who lets one listen. */
  readonly gateways: Record<string, string> = {};
  readonly keys = new Map<string, MemoryKeyStore>();
  readonly contents = new Map<string, MemoryContentStore>();
  /** Every line the gateways logged, as it would be written. */
  readonly lines: string[] = [];
  readonly #projections: RunningProjection[] = [];
  readonly #duties: RunningDuties[] = [];

  private constructor(readonly ledger: MemoryLedger) {}

  /** Founded, and with a registrar at every member. */
  static async open(): Promise<Consortium> {
    const organisations = MEMBERS.map(({ mspId }) => mspId);
    const consortium = new Consortium(await MemoryLedger.open(organisations));
    for (const mspId of organisations) await consortium.#start(mspId);
    const founder = callerOf(organisations[0]!, 'registrar', 'registrar');
    await consortium.ledger.submit(founder, {
      contract: 'misbc',
      transaction: 'Found',
      command: {
        commandId: 'found-consortium',
        members: MEMBERS.map(({ mspId, kind }) => ({ mspId, kind, displayName: mspId })),
      } as { commandId: string },
      endorsers: organisations,
    });
    return consortium;
  }

  async #start(mspId: string): Promise<void> {
    const projection = await startProjection(':memory:', this.ledger);
    this.keys.set(mspId, new MemoryKeyStore());
    this.contents.set(mspId, new MemoryContentStore());
    this.#projections.push(projection);
    const context: ServiceContext = {
      mspId,
      channel: this.ledger.channel,
      ledger: this.ledger,
      keyStore: this.keys.get(mspId)!,
      content: this.contents.get(mspId)!,
      enrolment: new FakeEnrolment(),
      index: projection.index,
      releases: releaseSettings(),
      gateways: this.gateways,
      steward: callerOf(mspId, 'steward', 'steward'),
      cases: projection.cases,
      news: projection.news,
      members: async () => MEMBERS,
      seed: async (caller, commandId) =>
        createHash('sha256').update(`${mspId} secret ${caller.actor} ${commandId}`).digest(),
      now: () => this.ledger.network.now(),
    };
    this.contexts.set(mspId, context);
    const custodian = callerOf(mspId, 'custodian', 'custodian');
    const steward = callerOf(mspId, 'steward', 'steward');
    const log = this.#log();
    const signers = { custodian, steward };
    this.#duties.push(runDuties({ context, book: projection.duties, signers, log, patience: 200 }));
    const app = await createApp({
      context,
      authenticator: openAuthenticator(mspId),
      log: this.#log(),
      limits: PATIENT,
    });
    await app.ready();
    this.apps.set(mspId, app);
  }

  #log(): Log {
    return {
      write: (level, event, fields = {}) => this.lines.push(JSON.stringify({ ...allowed(fields), level, event })),
      isEnabled: () => true,
      close: () => undefined,
    };
  }

  /** A person of an organisation; `register` enters them into the registry first. */
  person(mspId: string, enrolmentId: string, role: Role): Person {
    const app = this.apps.get(mspId)!;
    const authorization = `Bearer ${enrolmentId}.${role}`;
    const send = (options: InjectOptions): Promise<Answer> => app.inject(options);
    return {
      caller: callerOf(mspId, enrolmentId, role),
      get: (url, headers = {}) => send({ url: `/v1${url}`, headers: { authorization, ...headers } }),
      delete: (url) => send({ method: 'DELETE', url: `/v1${url}`, headers: { authorization } }),
      post: (url, body, headers = {}) =>
        send({
          method: 'POST',
          url: `/v1${url}`,
          headers: { authorization, ...headers },
          ...(body === undefined ? {} : { payload: body }),
        }),
      put: (url, payload, headers = {}) =>
        send({
          method: 'PUT',
          url: `/v1${url}`,
          headers: { authorization, 'content-type': 'application/octet-stream', ...headers },
          payload,
        }),
    };
  }

  /** Keys of every organisation, and who signs for their gateways in emergencies and erasures. */
  async prepareRecords(): Promise<void> {
    for (const mspId of this.apps.keys()) {
      const registrar = this.person(mspId, 'registrar', 'registrar');
      for (const use of ['encryption', 'emergency']) {
        const answer = await registrar.post('/keys/organisation', { use });
        if (answer.statusCode !== 200) throw new Error(`no key: ${answer.body}`);
      }
      await this.register(mspId, 'custodian', 'custodian');
      await this.register(mspId, 'steward', 'steward');
      await this.register(mspId, 'auditor', 'auditor');
    }
  }

  /** Registered, and with an encryption key of their own. */
  async enter(mspId: string, enrolmentId: string, role: Role, more: object = {}): Promise<Person> {
    const person = await this.register(mspId, enrolmentId, role, more);
    const answer = await person.post('/keys', {});
    if (answer.statusCode !== 200) throw new Error(`no key: ${answer.body}`);
    return person;
  }

  async register(mspId: string, enrolmentId: string, role: Role, more: object = {}): Promise<Person> {
    const registrar = this.person(mspId, 'registrar', 'registrar');
    const answer = await registrar.post('/people', { enrolmentId, role, ...more });
    if (answer.statusCode !== 201) throw new Error(`not registered: ${answer.body}`);
    return this.person(mspId, enrolmentId, role);
  }

  async close(): Promise<void> {
    for (const duties of this.#duties) await duties.close();
    for (const app of this.apps.values()) await app.close();
    for (const projection of this.#projections) await projection.close();
    await this.ledger.close();
  }
}
