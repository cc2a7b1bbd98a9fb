import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import {
  canonicalJson,
  type BodyView,
  type DispensedLine,
  type PrescriptionStatus,
  type PrescriptionView,
} from '../src/api';
import { Case, body, drawId, line, sha256 } from './support/case';
import { CHAINCODE, Consortium, type Call } from './support/consortium';
import { PEOPLE, type Person } from './support/people';

const HOUR = 3_600_000;
const ENDED = ['REFUSED', 'NOT_DISPENSED', 'SETTLED', 'CANCELLED', 'EXPIRED'];

/** Anybody tries anything, with arguments that are often right. */
interface Attempt {
  readonly isSensible: boolean;
  readonly transaction: number;
  readonly who: number;
  readonly quantity: number;
  readonly line: number;
  readonly isOwing: boolean;
  readonly hours: number;
  readonly severity: string;
}

interface Choice {
  readonly transaction: string;
  readonly as: Person;
}

const people = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
/** Mostly somebody who may, or a walk would hardly leave the hospital. */
const LIKELY: Readonly<Record<string, readonly (keyof typeof PEOPLE)[]>> = {
  Amend: ['physician'],
  ClaimReview: ['reviewer', 'secondReviewer'],
  RecordFindings: ['reviewer', 'secondReviewer'],
  Approve: ['reviewer', 'secondReviewer'],
  Return: ['reviewer', 'secondReviewer'],
  Refuse: ['reviewer'],
  Redeem: ['dispenser', 'eastDispenser'],
  Dispense: ['dispenser', 'secondDispenser', 'eastDispenser'],
  GiveBack: ['dispenser', 'eastDispenser'],
  Recall: ['patient'],
  Withdraw: ['dispenser', 'eastDispenser'],
  Settle: ['payer'],
  Cancel: ['physician', 'patient'],
  Expire: ['clerk'],
  ReplaceCode: ['patient', 'physician'],
  Invoice: ['dispenser', 'eastDispenser'],
  Adjudicate: ['payer'],
};

/** What somebody would try in a status; steps that lead on stand more than once. */
const SENSIBLE: Readonly<Partial<Record<PrescriptionStatus, readonly string[]>>> = {
  SUBMITTED: ['ClaimReview'],
  IN_REVIEW: ['RecordFindings', 'RecordFindings', 'Approve', 'Approve', 'Approve', 'ClaimReview', 'Return'],
  RETURNED: ['Amend'],
  APPROVED: ['Redeem', 'Redeem', 'Redeem', 'ReplaceCode'],
  REDEEMED: ['Dispense', 'Dispense', 'Dispense', 'Dispense', 'GiveBack', 'Recall'],
  PARTLY_DISPENSED: ['Dispense', 'Dispense', 'Dispense', 'Dispense', 'Withdraw', 'GiveBack'],
  DISPENSED: ['Withdraw', 'Invoice', 'Adjudicate', 'Settle'],
};

/** Evenly spread: small numbers first would mean the first of every list. */
const anyNumber = fc.noBias(fc.nat({ max: 9999 }));

const attempt: fc.Arbitrary<Attempt> = fc.record({
  isSensible: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  transaction: anyNumber,
  who: anyNumber,
  quantity: fc.noBias(fc.integer({ min: 0, max: 16 })),
  line: fc.integer({ min: 1, max: 4 }),
  isOwing: fc.boolean(),
  hours: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) }),
  severity: fc.constantFrom('information', 'warning', 'blocking'),
});

const pick = <T>(from: readonly T[], number: number): T => from[number % from.length]!;

/** Who tries what: something sensible in this status, by somebody likely; or anything by anybody. */
function choose(status: PrescriptionStatus, { isSensible, transaction, who }: Attempt): Choice {
  const sensible = isSensible ? SENSIBLE[status] : undefined;
  const chosen = pick(sensible ?? Object.keys(LIKELY), transaction);
  return { transaction: chosen, as: PEOPLE[pick(sensible === undefined ? people : LIKELY[chosen]!, who)] };
}

/** Everything that is still open. */
const restOf = (rx: Case, view: PrescriptionView): readonly DispensedLine[] =>
  view.lines
    .filter(({ status }) => status !== 'dispensed' && status !== 'not-dispensed')
    .map((open) => ({ line: open.line, quantity: rx.content.lines[open.line - 1]!.quantity - open.dispensed }));

const reason = { reasonCode: 'SOME_REASON' };

function callOf(rx: Case, { transaction, as }: Choice, given: Attempt, rest: readonly DispensedLine[]): Call {
  const { quantity, line: number, isOwing, severity } = given;
  switch (transaction) {
    case 'Amend':
      return rx.amendCall(rx.content, as);
    case 'RecordFindings':
      return rx.findingsCall(as, severity);
    case 'Redeem':
      return rx.redeemCall(as);
    case 'Dispense': {
      if (quantity > 9) return rx.dispenseCall(rest, as);
      const left = quantity === 0 && !isOwing ? { notDispensedReason: 'OUT_OF_STOCK' } : {};
      return rx.dispenseCall([{ line: number, quantity, ...(isOwing && { isOwing }), ...left }], as);
    }
    case 'Invoice':
      return rx.invoiceCall(as);
    case 'Adjudicate':
      return rx.call('payment', transaction, as, { isAccepted: true });
    case 'Return':
    case 'Refuse':
      return rx.call('prescription', transaction, as, { reasonCodes: ['SOME_REASON'] });
    case 'Withdraw':
    case 'Cancel':
      return rx.call('prescription', transaction, as, reason, rx.proof);
    case 'ReplaceCode': {
      rx.code = drawId();
      return rx.call('prescription', transaction, as, { codeHash: sha256(rx.code) }, rx.proof);
    }
    default:
      return rx.call('prescription', transaction, as, {}, rx.proof);
  }
}

describe('random walks of anybody trying anything', () => {
  let consortium: Consortium;
  const reached = new Map<string, number>();

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  const commitmentOf = ({ body: content, salt }: BodyView): string =>
    createHmac('sha256', Buffer.from(salt, 'hex')).update(canonicalJson(content)).digest('hex');

  /** What holds in every state, however it came about. */
  async function checkState(rx: Case, view: PrescriptionView): Promise<void> {
    view.lines.forEach(({ dispensed, line: number }) => {
      expect(dispensed).toBeGreaterThanOrEqual(0);
      expect(dispensed).toBeLessThanOrEqual(rx.content.lines[number - 1]!.quantity);
    });
    expect(view.lines).toHaveLength(rx.content.lines.length);
    expect(view.holder !== undefined).toBe(
      ['REDEEMED', 'PARTLY_DISPENSED', 'DISPENSED', 'NOT_DISPENSED', 'SETTLED'].includes(view.status),
    );
    for (const organisation of [view.hospital, view.centre, ...view.pharmacies]) {
      const kept = consortium.privateStates(organisation).find(({ key }) => key === `\u0000BODY\u0000${rx.id}\u0000`);
      const { content, salt } = JSON.parse(kept!.value) as { content: BodyView['body']; salt: string };
      expect(commitmentOf({ body: content, salt })).toBe(view.commitment);
    }
  }

  /** What holds of every step that was taken. */
  function checkStep(before: PrescriptionView, after: PrescriptionView): void {
    expect(after.updatedAt).toBeGreaterThanOrEqual(before.updatedAt);
    expect([before.version, before.version + 1]).toContain(after.version);
    expect(ENDED.includes(before.status) ? [before.status] : [after.status]).toContain(after.status);
    before.pharmacies.forEach((pharmacy) => expect(after.pharmacies).toContain(pharmacy));
    const handedOut = (view: PrescriptionView): number => view.lines.reduce((sum, { dispensed }) => sum + dispensed, 0);
    const mayFall = before.holder !== undefined && after.holder?.redeemedAt === before.holder.redeemedAt;
    expect(mayFall ? 0 : handedOut(before)).toBeLessThanOrEqual(handedOut(after));
  }

  const keysOf = (rx: Case): readonly string[] =>
    consortium.network
      .states(CHAINCODE)
      .filter(({ key }) => key.includes(rx.id))
      .map(({ key, value }) => `${key} ${value.toString('utf8')}`);

  async function walk(attempts: readonly Attempt[]): Promise<void> {
    const rx = new Case(
      consortium,
      body({ lines: [line(1, { quantity: 10 }), line(2, { quantity: 12 }), line(3, { quantity: 1 })] }),
    );
    let view = await rx.issued();
    let at = consortium.network.now();
    for (const next of attempts) {
      const held = { code: rx.code, content: rx.content, sealed: rx.sealed, pharmacy: rx.pharmacy };
      at += next.hours * HOUR + 1;
      const kept = keysOf(rx);
      const choice = choose(view.status, next);
      const answer = await consortium.submit<PrescriptionView>({ ...callOf(rx, choice, next, restOf(rx, view)), at });
      const isTaken = answer.isDone && answer.status === 'VALID';
      if (!isTaken) rx.code = held.code;
      // A body that was not accepted is not the body.
      if (!isTaken || choice.transaction !== 'Amend') Object.assign(rx, { content: held.content, sealed: held.sealed });
      if (!isTaken || choice.transaction !== 'Redeem') rx.pharmacy = held.pharmacy;
      const after = await rx.read();
      checkStep(view, after);
      if (isTaken) {
        await checkState(rx, after);
        reached.set(after.status, (reached.get(after.status) ?? 0) + 1);
      } else {
        expect(keysOf(rx)).toEqual(kept);
      }
      view = after;
    }
  }

  it('keep every invariant', async () => {
    await fc.assert(fc.asyncProperty(fc.array(attempt, { minLength: 20, maxLength: 30, size: 'max' }), walk), {
      numRuns: 50,
      endOnFailure: true,
      // A walk writes to the shared channel and takes a second: what it found is worth more than a shorter one.
      seed: Number(process.env['WALK_SEED'] ?? Date.now() % 2 ** 31),
    });
    // A walk that never got anywhere would prove nothing.
    expect([...reached.keys()]).toEqual(
      expect.arrayContaining(['IN_REVIEW', 'RETURNED', 'APPROVED', 'REDEEMED', 'PARTLY_DISPENSED', 'DISPENSED']),
    );
  });
});
