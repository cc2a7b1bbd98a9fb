import type { LedgerEvent } from '@rxledger/chaincode/api';
import type { BlockFacts, TransactionFacts } from './block';
import type { Journal, Step } from './journal';
import type { LedgerCopy } from './ledgers';

/** What a run is judged by; every number but the first three must be 0. */
export interface Verdict {
  readonly acknowledged: number;
  readonly prescriptions: number;
  readonly blocks: number;
  /** Acknowledged steps that the ledger does not hold. */
  readonly lost: number;
  /** Prescriptions handed out more than once. */
  readonly dispensedTwice: number;
  /** Prescriptions that two dispensers were both told to have handed out. */
  readonly rivalsBothTold: number;
  /** Steps on the ledger that do not follow from the one before. */
  readonly wrongTransitions: number;
  /** Valid steps that fewer than two organisations endorsed. */
  readonly endorsedAlone: number;
  /** Blocks that two peers have differently, by their content and by the state after them. */
  readonly unequalBlocks: number;
  readonly unequalCommits: number;
}

/** Step by step what the contracts tell of it. */
const TOLD: Readonly<Record<Step, string>> = {
  issue: 'prescription.Issue',
  claim: 'prescription.ClaimReview',
  findings: 'prescription.RecordFindings',
  approve: 'prescription.Approve',
  redeem: 'prescription.Redeem',
  dispense: 'prescription.Dispense',
  invoice: 'payment.Invoice',
  adjudicate: 'payment.Adjudicate',
};

/** The way of every prescription of the load, written down a second time: what may follow on what. */
const WAY: Readonly<Record<string, readonly [from: readonly (string | undefined)[], to: string]>> = {
  'prescription.Issue': [[undefined], 'SUBMITTED'],
  'prescription.ClaimReview': [['SUBMITTED', 'IN_REVIEW'], 'IN_REVIEW'],
  'prescription.RecordFindings': [['IN_REVIEW'], 'IN_REVIEW'],
  'prescription.Approve': [['IN_REVIEW'], 'APPROVED'],
  'prescription.Redeem': [['APPROVED'], 'REDEEMED'],
  'prescription.Dispense': [['REDEEMED'], 'DISPENSED'],
  'payment.Invoice': [[undefined], 'INVOICED'],
  'payment.Adjudicate': [['INVOICED'], 'ADJUDICATED'],
};

const nameOf = ({ contract, transaction }: LedgerEvent): string => `${contract}.${transaction}`;

/** Holds what callers were told against what the ledgers hold, and the ledgers against each other. */
export function judge(journal: Journal, ledgers: readonly LedgerCopy[]): Verdict {
  const [first, ...others] = ledgers;
  const { blocks } = first!;
  const valid = blocks.flatMap(({ transactions }) => transactions.filter(({ code }) => code === 0));
  const ids = new Set(valid.map(({ id }) => id));
  const steps = valid.filter(({ event }) => event !== undefined && nameOf(event) in WAY);
  const done = new Set(steps.map(({ event }) => `${nameOf(event!)} ${event!.subject}`));
  const { acknowledgements } = journal;
  const isLost = ({ step, prescription, transactionId }: (typeof acknowledgements)[number]): boolean =>
    !ids.has(transactionId) || !done.has(`${TOLD[step]} ${prescription}`);
  const differing = (of: keyof Pick<BlockFacts, 'hash' | 'commitHash'>): number =>
    blocks.filter((block, index) => others.some((other) => other.blocks[index]?.[of] !== block[of])).length;
  return {
    acknowledged: acknowledgements.length,
    prescriptions: new Set(acknowledgements.map(({ prescription }) => prescription)).size,
    blocks: blocks.length,
    lost: acknowledgements.filter(isLost).length,
    dispensedTwice: repeated(steps.filter(({ event }) => nameOf(event!) === TOLD.dispense)),
    rivalsBothTold: [...journal.rivals.values()].filter((told) => told > 1).length,
    wrongTransitions: wrongTransitions(steps),
    endorsedAlone: steps.filter(({ endorsers }) => endorsers.length < 2).length,
    unequalBlocks: differing('hash'),
    unequalCommits: differing('commitHash'),
  };
}

/** Names of the counts that should be 0 and are not. */
export const failuresOf = ({
  acknowledged: _,
  prescriptions: __,
  blocks: ___,
  ...counts
}: Verdict): readonly string[] => Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [name]));

function repeated(steps: readonly TransactionFacts[]): number {
  const counts = new Map<string, number>();
  for (const { event } of steps) counts.set(event!.subject, (counts.get(event!.subject) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1).length;
}

/** Follows every prescription, and every payment, through the ledger's order. */
function wrongTransitions(steps: readonly TransactionFacts[]): number {
  const statuses = new Map<string, string>();
  let wrong = 0;
  for (const { event } of steps) {
    const object = `${event!.contract} ${event!.subject}`;
    const before = statuses.get(object);
    const [from, to] = WAY[nameOf(event!)]!;
    if (!from.includes(before) || event!.from !== before || event!.to !== to) wrong += 1;
    statuses.set(object, event!.to);
  }
  return wrong;
}
