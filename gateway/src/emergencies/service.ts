import type {
  BreakGlassCommand,
  EmergenciesQuery,
  EmergencyQuery,
  EmergencyView,
  Page,
  ReasonView,
  ReviewEmergencyCommand,
  Section,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import { AUTOMATIC } from '../http/route';
import type { Submitted } from '../ledger/ledger';
import type { Records } from '../records';

const MINUTE = 60_000;

export interface BreakGlassRequest {
  readonly commandId: string;
  readonly case: string;
  readonly sections: readonly Section[];
  readonly reasonCode: string;
  readonly reason: string;
  readonly minutes: number;
}

/** The reason in words, or its ciphertext where the reader's key is on a device. */
export type Reason = { readonly reason: string } | { readonly sealed: ReasonView };

export interface EmergencyService {
  open(caller: Caller, request: BreakGlassRequest): Promise<Submitted<EmergencyView>>;
  read(caller: Caller, query: EmergencyQuery): Promise<EmergencyView>;
  /** Of a case; else those that nobody has reviewed. */
  list(caller: Caller, query: EmergenciesQuery): Promise<Page<EmergencyView>>;
  reason(caller: Caller, query: EmergencyQuery): Promise<Reason>;
  review(caller: Caller, command: ReviewEmergencyCommand): Promise<Submitted<EmergencyView>>;
}

/** Reads without consent: the reason first, on the ledger before anything is shown, and reviewed after. */
export function createEmergencyService(context: ServiceContext, records: Records): EmergencyService {
  const { ledger, recipients, envelopes } = records;
  const ask = <View>(caller: Caller, transaction: string, query: object, at?: string): Promise<View> =>
    ledger.ask(caller, { contract: 'case', transaction, query, ...(at === undefined ? {} : { at }) });

  const read = (caller: Caller, query: EmergencyQuery): Promise<EmergencyView> => ask(caller, 'Emergency', query);

  /** A repeat ends when the first did: the same command must name the same time. */
  async function endOf(caller: Caller, id: string, request: BreakGlassRequest): Promise<number> {
    const end = context.now() + request.minutes * MINUTE;
    if (request.commandId.startsWith(AUTOMATIC)) return end;
    try {
      return (await read(caller, { case: request.case, emergency: id })).until;
    } catch (error) {
      if (error instanceof Problem && error.code === 'CASE_EMERGENCY_NOT_FOUND') return end;
      throw error;
    }
  }

  return {
    async open(caller, request) {
      const { commandId, case: id, sections, reasonCode, reason } = request;
      const draw = await drawFor(context, caller, commandId);
      const emergency = draw.recordId();
      const [hospital, own, organisations, until] = await Promise.all([
        ledger.hospitalOf(caller, id),
        recipients.keyOf(caller, caller.actor),
        recipients.organisations(caller),
        endOf(caller, emergency, request),
      ]);
      const place = { purpose: 'reason', subject: emergency } as const;
      const text = Buffer.from(reason, 'utf8');
      const { envelope, salt, commitment } = await envelopes.seal(text, place, [own, ...organisations], draw);
      const command: BreakGlassCommand = {
        commandId,
        case: id,
        id: emergency,
        sections,
        reasonCode,
        commitment,
        until,
        key: own.id,
      };
      return ledger.submit<EmergencyView>(caller, {
        contract: 'case',
        transaction: 'BreakGlass',
        command,
        hospital,
        transient: { envelope: JSON.stringify(envelope), salt },
      });
    },

    read,

    list: (caller, query) => ask(caller, 'Emergencies', query),

    async reason(caller, query) {
      const { hospital, commitment } = await read(caller, query);
      const found = await ask<ReasonView>(caller, 'Reason', query, hospital);
      if (!(await envelopes.isCommittedTo(found, commitment))) throw new Problem('CASE_TAMPERED');
      const opened = await envelopes.open(found.envelope, { purpose: 'reason', subject: query.emergency });
      if (opened.kept === 'own-device') return { sealed: found };
      return { reason: Buffer.from(opened.bytes).toString('utf8') };
    },

    review: (caller, command) =>
      ledger.submit<EmergencyView>(caller, { contract: 'case', transaction: 'Review', command }),
  };
}
