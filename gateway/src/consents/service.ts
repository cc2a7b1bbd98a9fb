import {
  ALL_CASES,
  RESEARCHERS,
  type AddWrapsCommand,
  type GiveCommand,
  type GrantsQuery,
  type GrantView,
  type Page,
  type RevokeCommand,
  type Section,
  type VersionWraps,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Receipt, Submitted } from '../ledger/ledger';
import type { Records, RewrapOutcome } from '../records';
import { letInRound, type LetIn, type Round } from './let-in-everywhere';

export type GiveRequest = Omit<GiveCommand, 'id'>;

export interface Given extends Submitted<GrantView> {
  /** Versions that the grantee can open from now on, case by case, and why others are left. */
  readonly wrapped: Round;
}

/** Who is to be let into sections that are there. */
export interface LetInRequest {
  readonly commandId: string;
  readonly case: string;
  readonly sections: readonly Section[];
  readonly basis?: 'own' | 'treating';
  readonly grant?: string;
  readonly grantee?: string;
  /** The patient, under the key in use. */
  readonly patient?: boolean;
}

export interface ConsentService {
  give(caller: Caller, request: GiveRequest): Promise<Given>;
  /** Goes on with what giving began, or does it again: for what is there by now, and a grantee's new key. */
  letInEverywhere(
    caller: Caller,
    request: { readonly id: string; readonly commandId: string; readonly cursor?: string },
  ): Promise<Round>;
  revoke(caller: Caller, command: RevokeCommand): Promise<Submitted<GrantView>>;
  read(caller: Caller, id: string): Promise<GrantView>;
  list(caller: Caller, query: GrantsQuery): Promise<Page<GrantView>>;
  /** Wraps what the caller can open for somebody else: a grantee, or the patient's new key. */
  letIn(caller: Caller, request: LetInRequest): Promise<readonly RewrapOutcome[]>;
  /** Hands on the wraps of somebody who keeps the key on a device. */
  addWraps(caller: Caller, command: AddWrapsCommand, wraps: readonly VersionWraps[]): Promise<Receipt>;
}

/** Milliseconds for which one request goes on letting in, round by round. */
const PATIENCE = 10_000;

/** Consent: given and taken back by the patient alone, and the keys that go with it. */
export function createConsentService(context: ServiceContext, records: Records): ConsentService {
  const { ledger, recipients, rewrap } = records;

  /** Letting the grantee in may fail where giving did not: the consent stands, and the answer says what is left. */
  async function wrapFor(caller: Caller, request: LetIn): Promise<Round> {
    const { right, grantee } = request.grant;
    if (right !== 'read' || grantee === RESEARCHERS) return { cases: [], away: [] };
    const end = context.now() + PATIENCE;
    let round = await letInRound(context, records, caller, request);
    let { cases, away } = round;
    while (round.cursor !== undefined && context.now() < end) {
      round = await letInRound(context, records, caller, { ...request, cursor: round.cursor });
      cases = [...cases, ...round.cases];
      away = [...away, ...round.away];
    }
    return { ...round, cases, away };
  }

  return {
    async give(caller, request) {
      const draw = await drawFor(context, caller, request.commandId);
      const command: GiveCommand = { ...request, id: draw.recordId() };
      const isForOne = request.cases !== ALL_CASES;
      const transient = isForOne ? { subjectSalt: (await ledger.subject(caller, request.cases)).salt } : undefined;
      const given = await ledger.submit<GrantView>(caller, {
        contract: 'patient',
        transaction: 'Give',
        command,
        ...(transient === undefined ? {} : { transient }),
      });
      const { commandId } = request;
      return { ...given, wrapped: await wrapFor(caller, { commandId, grant: given.view }) };
    },

    async letInEverywhere(caller, { id, ...request }) {
      const grant = await ledger.grant(caller, id);
      if (grant.patient !== caller.actor) throw new Problem('CONSENT_NOT_FOUND');
      return wrapFor(caller, { ...request, grant });
    },

    revoke: (caller, command) => ledger.submit(caller, { contract: 'patient', transaction: 'Revoke', command }),

    read: (caller, id) => ledger.grant(caller, id),

    list: (caller, query) => ledger.ask(caller, { contract: 'patient', transaction: 'Grants', query }),

    async letIn(caller, { commandId, case: id, sections, grant, grantee, patient, ...request }) {
      const basis = request.basis ?? (caller.role === 'patient' ? 'own' : 'treating');
      const isGrant = grant !== undefined && grantee !== undefined;
      if (isGrant === (patient === true)) {
        throw new Problem('INPUT_INVALID', { faults: [{ path: '/grant', rule: 'grant-and-grantee-or-patient' }] });
      }
      const owner = isGrant ? grantee : (await ledger.subject(caller, id)).patient;
      const keys = [await recipients.keyOf(caller, owner)];
      return rewrap.rewrap(caller, { commandId, case: id, sections, basis, keys, grants: isGrant ? [grant] : [] });
    },

    addWraps: (caller, command, wraps) => rewrap.add(caller, command, wraps),
  };
}
