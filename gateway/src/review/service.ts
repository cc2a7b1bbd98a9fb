import type {
  Finding,
  PrescriptionCommand,
  PrescriptionView,
  ReasonedCommand,
  RecordFindingsCommand,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { commit, drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import { bodyTransient, createPrescriptionLedger, partiesOf } from '../prescriptions/prescription-ledger';
import type { IndexPage, IndexQuery } from '../projection/prescription-index';
import { applyRules, RULE_PACK, RULE_PACK_HASH } from './rules';

export interface ReasonedRequest extends ReasonedCommand {
  /** For the prescriber; private to hospital and centre. */
  readonly text?: string;
}

export interface SubmittedFindings extends Submitted<PrescriptionView> {
  readonly findings: readonly Finding[];
}

export interface ReviewService {
  queue(caller: Caller, page: Pick<IndexQuery, 'limit' | 'cursor' | 'atLeastBlock'>): Promise<IndexPage>;
  claim(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PrescriptionView>>;
  /** Runs the rules on the body and records what they found. */
  runRules(caller: Caller, command: PrescriptionCommand): Promise<SubmittedFindings>;
  findings(caller: Caller, id: string): Promise<readonly Finding[]>;
  approve(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PrescriptionView>>;
  sendBack(
    caller: Caller,
    verdict: 'Return' | 'Refuse',
    request: ReasonedRequest,
  ): Promise<Submitted<PrescriptionView>>;
}

const READERS_OF_THE_QUEUE = new Set<string | undefined>(['reviewer', 'steward', 'auditor']);

/** The centre's work on a prescription before any pharmacy may see it. */
export function createReviewService(context: ServiceContext): ReviewService {
  const { read, readBody, submit, step } = createPrescriptionLedger(context);

  return {
    async queue(caller, page) {
      if (!READERS_OF_THE_QUEUE.has(caller.role)) throw new Problem('ACCESS_ROLE');
      const organisation = context.mspId;
      return context.index.list({
        ...page,
        organisation,
        part: 'centre',
        statuses: ['SUBMITTED', 'IN_REVIEW'],
        order: 'oldest',
      });
    },

    claim: (caller, command) => step(caller, 'ClaimReview', command),

    async runRules(caller, command) {
      const draw = await drawFor(context, caller, command.commandId);
      const reading = read(caller, command.id);
      const [view, found] = await Promise.all([reading, readBody(caller, command.id, reading)]);
      const { issuedAt, validUntil } = view;
      const findings = applyRules(RULE_PACK, { body: found.body, issuedAt, validUntil });
      const { canonical, salt, commitment } = commit(findings, draw.salt('detail'));
      const record: RecordFindingsCommand = { ...command, rulePack: RULE_PACK_HASH, commitment };
      const submitted = await submit<PrescriptionView>(caller, {
        contract: 'prescription',
        transaction: 'RecordFindings',
        command: record,
        transient: { ...bodyTransient(found), detail: canonical, detailSalt: salt },
        parties: partiesOf(view, caller),
      });
      return { ...submitted, findings };
    },

    findings: (caller, id) =>
      context.ledger.evaluate(caller, { contract: 'prescription', transaction: 'ReadFindings', query: { id } }),

    approve: (caller, command) =>
      step(caller, 'Approve', command, async (reading) => bodyTransient(await readBody(caller, command.id, reading))),

    async sendBack(caller, verdict, { text, ...command }) {
      if (text === undefined) return step(caller, verdict, command);
      const draw = await drawFor(context, caller, command.commandId);
      const detail = commit(text, draw.salt('detail'));
      return step(caller, verdict, command, () => ({ detail: detail.canonical, detailSalt: detail.salt }));
    },
  };
}
