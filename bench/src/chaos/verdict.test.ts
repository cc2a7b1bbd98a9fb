import type { LedgerEvent } from '@rxledger/chaincode/api';
import type { BlockFacts, TransactionFacts } from './block';
import { Journal, type Step } from './journal';
import type { LedgerCopy } from './ledgers';
import { failuresOf, judge } from './verdict';

type Told = Pick<LedgerEvent, 'contract' | 'transaction' | 'to'> & { readonly from?: string };

/** The whole way of a prescription, as the contracts tell it. */
const WAY: readonly Told[] = [
  { contract: 'prescription', transaction: 'Issue', to: 'SUBMITTED' },
  { contract: 'prescription', transaction: 'ClaimReview', from: 'SUBMITTED', to: 'IN_REVIEW' },
  { contract: 'prescription', transaction: 'RecordFindings', from: 'IN_REVIEW', to: 'IN_REVIEW' },
  { contract: 'prescription', transaction: 'Approve', from: 'IN_REVIEW', to: 'APPROVED' },
  { contract: 'prescription', transaction: 'Redeem', from: 'APPROVED', to: 'REDEEMED' },
  { contract: 'prescription', transaction: 'Dispense', from: 'REDEEMED', to: 'DISPENSED' },
  { contract: 'payment', transaction: 'Invoice', to: 'INVOICED' },
  { contract: 'payment', transaction: 'Adjudicate', from: 'INVOICED', to: 'ADJUDICATED' },
];
const [, , , , REDEEM, DISPENSE] = WAY;

const RX = 'rx1';

const transaction = (told: Told, over: Partial<TransactionFacts> = {}): TransactionFacts => ({
  id: `${told.contract}.${told.transaction}`,
  code: 0,
  endorsers: ['CentreMSP', 'HospitalMSP'],
  event: { ...told, subject: RX, version: 1, actor: 'HospitalMSP:one', parties: [], at: 0 } as unknown as LedgerEvent,
  ...over,
});

const ledger = (member: string, ...transactions: readonly TransactionFacts[]): LedgerCopy => ({
  member,
  blocks: transactions.map((one, number): BlockFacts => ({
    number,
    hash: `${number}`,
    commitHash: `c${number}`,
    transactions: [one],
  })),
});

const whole = WAY.map((told) => transaction(told));

const acknowledged = (step: Step, transactionId: string): Journal => {
  const journal = new Journal();
  journal.acknowledge({ step, organisation: 'pharmacy', prescription: RX, transactionId });
  return journal;
};

const failures = (journal: Journal, ...ledgers: readonly LedgerCopy[]): readonly string[] =>
  failuresOf(judge(journal, ledgers));

describe('the verdict on a run', () => {
  it('finds nothing in a prescription that went its whole way', () => {
    const journal = acknowledged('dispense', 'prescription.Dispense');
    expect(failures(journal, ledger('a', ...whole), ledger('b', ...whole))).toEqual([]);
  });

  it('calls an acknowledged step lost whose transaction the ledger does not hold', () => {
    expect(failures(acknowledged('dispense', 'another'), ledger('a', ...whole))).toEqual(['lost']);
  });

  it('calls it lost where the transaction is there and was found invalid', () => {
    const invalid = whole.map((one) => (one.id === 'payment.Adjudicate' ? { ...one, code: 11 } : one));
    expect(failures(acknowledged('adjudicate', 'payment.Adjudicate'), ledger('a', ...invalid))).toEqual(['lost']);
  });

  it('believes a repeated command, whose own transaction tells nothing, where the step was done before', () => {
    const { event: _, ...silent } = transaction(DISPENSE!, { id: 'repeat' });
    expect(failures(acknowledged('dispense', 'repeat'), ledger('a', ...whole, silent))).toEqual([]);
  });

  it('sees what was dispensed twice, and that the second does not follow from the first', () => {
    const twice = ledger('a', ...whole, transaction(DISPENSE!, { id: 'again' }));
    expect(failures(new Journal(), twice)).toEqual(['dispensedTwice', 'wrongTransitions']);
  });

  it('sees a step that was left out', () => {
    const hasty = whole.filter(({ event }) => event!.transaction !== REDEEM!.transaction);
    expect(failures(new Journal(), ledger('a', ...hasty))).toEqual(['wrongTransitions']);
  });

  it('sees a step that one organisation endorsed alone', () => {
    const alone = whole.map((one, index) => (index === 0 ? { ...one, endorsers: ['HospitalMSP'] } : one));
    expect(failures(new Journal(), ledger('a', ...alone))).toEqual(['endorsedAlone']);
  });

  it('sees two dispensers who were both told that they handed it out', () => {
    const journal = new Journal();
    journal.rivals.set('rx1', 2).set('rx2', 1);
    expect(failures(journal, ledger('a', ...whole))).toEqual(['rivalsBothTold']);
  });

  it.each([
    ['unequalBlocks', { hash: 'other' }],
    ['unequalCommits', { commitHash: 'other' }],
  ])('counts %s', (name, other) => {
    const second = ledger('b', ...whole);
    const blocks = second.blocks.map((block) => (block.number === 3 ? { ...block, ...other } : block));
    expect(failures(new Journal(), ledger('a', ...whole), { ...second, blocks })).toEqual([name]);
  });
});
