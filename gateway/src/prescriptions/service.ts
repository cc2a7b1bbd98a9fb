import type {
  AmendCommand,
  CancelCommand,
  IssueCommand,
  PrescriptionBody,
  PrescriptionCommand,
  PrescriptionView,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { commit, drawFor, sha256 } from '../commitment';
import { onlyMember } from '../directory/only-member';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import type { IndexPage, IndexQuery } from '../projection/prescription-index';
import { holdersOf } from './holders';
import { bodyTransient, createPrescriptionLedger, type TransientOf } from './prescription-ledger';

export interface IssueRequest {
  readonly commandId: string;
  readonly body: PrescriptionBody;
  readonly validUntil: number;
  readonly centre?: string;
  readonly nominatedPharmacy?: string;
}

export interface AmendRequest extends PrescriptionCommand {
  readonly body: PrescriptionBody;
  readonly validUntil?: number;
}

/** A submitted step that made a new redemption code: told once, kept nowhere. */
export interface SubmittedWithCode extends Submitted<PrescriptionView> {
  readonly redemptionCode: string;
}

export interface BodyAnswer {
  readonly id: string;
  readonly bodyVersion: number;
  readonly commitment: string;
  readonly body: PrescriptionBody;
}

export interface PrescriptionService {
  read(caller: Caller, id: string): Promise<PrescriptionView>;
  body(caller: Caller, id: string): Promise<BodyAnswer>;
  list(caller: Caller, query: Omit<IndexQuery, 'organisation' | 'order'>): Promise<IndexPage>;
  issue(caller: Caller, request: IssueRequest): Promise<SubmittedWithCode>;
  amend(caller: Caller, request: AmendRequest): Promise<Submitted<PrescriptionView>>;
  cancel(caller: Caller, command: CancelCommand): Promise<Submitted<PrescriptionView>>;
  recall(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PrescriptionView>>;
  expire(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PrescriptionView>>;
  replaceCode(caller: Caller, command: PrescriptionCommand): Promise<SubmittedWithCode>;
  openFill(caller: Caller, command: PrescriptionCommand & { validUntil: number }): Promise<SubmittedWithCode>;
  erase(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PrescriptionView>>;
}

/** Prescriptions from issue to erasure, as hospital and patient see them. */
export function createPrescriptionService(context: ServiceContext): PrescriptionService {
  const { read, readBody, submit, step } = createPrescriptionLedger(context);
  const withBody =
    (caller: Caller, id: string): TransientOf =>
    async (reading) =>
      bodyTransient(await readBody(caller, id, reading));
  /** Only the patient has to prove, by the body, whose prescription it is. */
  const withBodyOfPatient = (caller: Caller, id: string): TransientOf | undefined =>
    caller.role === 'patient' ? withBody(caller, id) : undefined;

  return {
    read,

    async body(caller, id) {
      const reading = read(caller, id);
      const [view, { body }] = await Promise.all([reading, readBody(caller, id, reading)]);
      return { id, bodyVersion: view.bodyVersion, commitment: view.commitment, body };
    },

    async list(caller, query) {
      // The public headers name no patient: a list of one's own cannot be made from them.
      if (caller.role === undefined || caller.role === 'patient') throw new Problem('ACCESS_ROLE');
      return context.index.list({ ...query, organisation: context.mspId, order: 'newest' });
    },

    async issue(caller, { commandId, body, validUntil, centre, nominatedPharmacy }) {
      const draw = await drawFor(context, caller, commandId);
      const { canonical, salt, commitment } = commit(body, draw.salt('body'));
      const redemptionCode = draw.redemptionCode();
      const members = await context.members(caller);
      const command: IssueCommand = {
        commandId,
        id: draw.prescriptionId(),
        centre: centre ?? onlyMember(members, 'centre', '/centre'),
        commitment,
        codeHash: sha256(redemptionCode),
        validUntil,
        ...(nominatedPharmacy === undefined ? {} : { nominatedPharmacy }),
      };
      const submitted = await submit<PrescriptionView>(caller, {
        contract: 'prescription',
        transaction: 'Issue',
        command,
        transient: { body: canonical, salt },
        parties: { hospital: caller.mspId, centre: command.centre },
      });
      return { ...submitted, redemptionCode };
    },

    async amend(caller, { body, ...request }) {
      const draw = await drawFor(context, caller, request.commandId);
      const { canonical, salt, commitment } = commit(body, draw.salt('body'));
      const command: AmendCommand = { ...request, commitment };
      return step(caller, 'Amend', command, () => ({ body: canonical, salt }));
    },

    cancel: (caller, command) => step(caller, 'Cancel', command, withBodyOfPatient(caller, command.id)),

    recall: (caller, command) => step(caller, 'Recall', command, withBody(caller, command.id)),

    expire: (caller, command) => step(caller, 'Expire', command),

    async replaceCode(caller, command) {
      const redemptionCode = (await drawFor(context, caller, command.commandId)).redemptionCode();
      const replace = { ...command, codeHash: sha256(redemptionCode) };
      const submitted = await step(caller, 'ReplaceCode', replace, withBodyOfPatient(caller, command.id));
      return { ...submitted, redemptionCode };
    },

    async openFill(caller, command) {
      const redemptionCode = (await drawFor(context, caller, command.commandId)).redemptionCode();
      const open = { ...command, codeHash: sha256(redemptionCode) };
      return { ...(await step(caller, 'OpenFill', open, withBody(caller, command.id))), redemptionCode };
    },

    async erase(caller, command) {
      const view = await read(caller, command.id);
      // Erased already: a repeat, which the ledger answers as it answered the first.
      const transient =
        view.erasedAt === undefined ? await withBodyOfPatient(caller, view.id)?.(Promise.resolve(view)) : undefined;
      return submit(caller, {
        contract: 'prescription',
        transaction: 'Erase',
        command,
        parties: { holders: await holdersOf(context, caller, view) },
        ...(transient === undefined ? {} : { transient }),
      });
    },
  };
}
