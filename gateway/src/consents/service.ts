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

export type GiveRequest = Omit<GiveCommand, 'id'>;

export interface Given extends Submitted<GrantView> {
  /** Versions that the grantee can open from now on, and why others are left. */
  readonly wrapped: readonly RewrapOutcome[];
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
  revoke(caller: Caller, command: RevokeCommand): Promise<Submitted<GrantView>>;
  read(caller: Caller, id: string): Promise<GrantView>;
  list(caller: Caller, query: GrantsQuery): Promise<Page<GrantView>>;
  /** Wraps what the caller can open for somebody else: a grantee, or the patient's new key. */
  letIn(caller: Caller, request: LetInRequest): Promise<readonly RewrapOutcome[]>;
  /** Hands on the wraps of somebody who keeps the key on a device. */
  addWraps(caller: Caller, command: AddWrapsCommand, wraps: readonly VersionWraps[]): Promise<Receipt>;
}

/** Consent: given and taken back by the patient alone, and the keys that go with it. */
export function createConsentService(context: ServiceContext, records: Records): ConsentService {
  const { ledger, recipients, rewrap } = records;

  /** Letting the grantee in may fail where giving did not: the consent stands, and the answer says what is left. */
  async function wrapFor(caller: Caller, commandId: string, grant: GrantView): Promise<readonly RewrapOutcome[]> {
    if (grant.right !== 'read' || grant.cases === ALL_CASES || grant.grantee === RESEARCHERS) return [];
    const request = { commandId, case: grant.cases, sections: grant.sections, basis: 'own' } as const;
    try {
      const keys = [await recipients.keyOf(caller, grant.grantee)];
      return await rewrap.rewrap(caller, { ...request, keys, grants: [grant.id] });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return grant.sections.map((section) => ({ section, versions: [], left: error.code }));
    }
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
      return { ...given, wrapped: await wrapFor(caller, request.commandId, given.view) };
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
