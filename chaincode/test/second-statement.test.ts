import type { Call } from './support/consortium';
import { Consortium } from './support/consortium';
import { body, sha256, type Case } from './support/case';
import { PEOPLE, registrarOf, type Person } from './support/people';
import { LEASE_OVER, STAGES, VALIDITY_OVER, caseAt, type Stage } from './support/states';

/*
 * The rules of a prescription, stated a second time: written by hand from the design's table of transactions, not made
 * from the chaincode's. Each row says who may do what when, and what the others hear.
 */

const EVERYONE = { ...PEOPLE, registrar: registrarOf('HospitalMSP') } as const;
type Name = keyof typeof EVERYONE;

const NAMES = Object.keys(EVERYONE) as readonly Name[];
const UNHELD: readonly Stage[] = ['SUBMITTED', 'IN_REVIEW', 'RETURNED', 'APPROVED'];
const HELD: readonly Stage[] = ['REDEEMED', 'PARTLY_DISPENSED'];
const OPEN: readonly Stage[] = [...UNHELD, ...HELD];
const OVER: readonly Stage[] = [
  'DISPENSED',
  'ADJUDICATED',
  'NOT_DISPENSED',
  'SETTLED',
  'REFUSED',
  'CANCELLED',
  'EXPIRED',
];

type Time = 'now' | 'lease-over' | 'validity-over';
const LATER: Readonly<Record<Time, number>> = { now: 0, 'lease-over': LEASE_OVER, 'validity-over': VALIDITY_OVER };

/** 'done' or the code of the refusal. */
type Verdict = string;

interface Statement {
  /** Statuses in which it makes sense at all. */
  readonly in: readonly Stage[];
  /** What is said in other statuses, where it is not RX_STATUS. */
  readonly elsewhere?: Partial<Record<Stage, Verdict>>;
  /** Whoever is not named has not the role. */
  readonly who: Partial<Record<Name, Verdict>>;
  /** What still stands against somebody who may: by status and time. */
  readonly but?: (stage: Stage, time: Time, name: Name) => Verdict | undefined;
  /** Prescriptions past their validity are refused, unless this is about just that. */
  readonly isForOverdue?: true;
  readonly call: (rx: Case, as: Person) => Call;
}

const mine = {
  physician: 'done',
  colleague: 'ACCESS_RELATION',
  dermatologist: 'ACCESS_RELATION',
  northPhysician: 'ACCESS_RELATION',
} as const;
const theCentre = { reviewer: 'done', secondReviewer: 'done', southReviewer: 'ACCESS_RELATION' } as const;
const theHolder = { dispenser: 'done', secondDispenser: 'done', eastDispenser: 'RX_NOT_HOLDER' } as const;
const thePatient = { patient: 'done', stranger: 'ACCESS_RELATION' } as const;
const held = { REDEEMED: 'RX_HELD', PARTLY_DISPENSED: 'RX_HELD' } as const;

/** In review only the reviewer who claimed it, and only for 30 minutes. */
const leaseHolder = (_stage: Stage, time: Time, name: Name): Verdict | undefined =>
  name === 'reviewer' && time === 'now' ? undefined : 'RX_NOT_CLAIMED';
/** A pharmacy holds for 24 hours. */
const liveLease = (_stage: Stage, time: Time): Verdict | undefined => (time === 'now' ? undefined : 'RX_LEASE_OVER');

const reasoned = { reasonCodes: ['DOSE_TOO_HIGH'] };
const plain =
  (transaction: string, extra: Record<string, unknown> = {}) =>
  (rx: Case, as: Person): Call =>
    rx.call('prescription', transaction, as, extra, rx.proof);

const SECOND_STATEMENT: Readonly<Record<string, Statement>> = {
  Issue: {
    // A prescription with this id exists, in whatever status.
    in: STAGES,
    isForOverdue: true,
    who: { physician: 'RX_EXISTS', colleague: 'RX_EXISTS', dermatologist: 'RX_EXISTS', northPhysician: 'RX_EXISTS' },
    call: (rx, as) => rx.issueCall(as, { validUntil: rx.consortium.network.now() + 40 * 86_400_000 }),
  },
  Amend: {
    in: ['RETURNED'],
    who: mine,
    call: (rx, as) => {
      const { content, sealed } = rx;
      const call = rx.amendCall(body({ note: 'again' }), as);
      Object.assign(rx, { content, sealed });
      return call;
    },
  },
  ClaimReview: {
    in: ['SUBMITTED', 'IN_REVIEW'],
    who: theCentre,
    but: (stage, time, name) =>
      stage === 'IN_REVIEW' && time === 'now' && name === 'secondReviewer' ? 'RX_CLAIMED' : undefined,
    call: plain('ClaimReview'),
  },
  RecordFindings: { in: ['IN_REVIEW'], who: theCentre, but: leaseHolder, call: (rx, as) => rx.findingsCall(as) },
  Approve: { in: ['IN_REVIEW'], who: theCentre, but: leaseHolder, call: plain('Approve') },
  Return: { in: ['IN_REVIEW'], who: theCentre, but: leaseHolder, call: plain('Return', reasoned) },
  Refuse: { in: ['IN_REVIEW'], who: theCentre, but: leaseHolder, call: plain('Refuse', reasoned) },
  Redeem: {
    in: ['APPROVED'],
    elsewhere: held,
    who: { dispenser: 'done', secondDispenser: 'done', eastDispenser: 'done' },
    call: (rx, as) => {
      const { pharmacy } = rx;
      const call = rx.redeemCall(as);
      rx.pharmacy = pharmacy;
      return call;
    },
  },
  Dispense: {
    in: HELD,
    who: theHolder,
    but: liveLease,
    call: (rx, as) => rx.dispenseCall([{ line: 1, quantity: 1 }], as),
  },
  GiveBack: { in: HELD, who: theHolder, call: plain('GiveBack') },
  Recall: {
    in: ['REDEEMED'],
    who: thePatient,
    but: (_stage, time) => (time === 'now' ? 'RX_LEASE_RUNNING' : undefined),
    call: plain('Recall'),
  },
  Withdraw: {
    in: ['PARTLY_DISPENSED', 'DISPENSED', 'ADJUDICATED'],
    who: theHolder,
    but: (stage, time) => {
      if (time !== 'now') return 'RX_WITHDRAW_LATE';
      return stage === 'ADJUDICATED' ? 'PAYMENT_STATUS' : undefined;
    },
    call: plain('Withdraw', { reasonCode: 'WRONG_PACK' }),
  },
  Settle: {
    in: ['DISPENSED', 'ADJUDICATED'],
    who: { payer: 'done' },
    but: (stage) => (stage === 'ADJUDICATED' ? undefined : 'RX_NOT_SETTLEABLE'),
    call: plain('Settle'),
  },
  Cancel: {
    in: OPEN,
    who: { ...mine, ...thePatient },
    but: (stage, _time, name) => (HELD.includes(stage) && name === 'patient' ? 'RX_HELD' : undefined),
    call: plain('Cancel', { reasonCode: 'NO_LONGER_NEEDED' }),
  },
  Expire: {
    in: OPEN,
    isForOverdue: true,
    who: Object.fromEntries(NAMES.map((name) => [name, 'done'])),
    but: (_stage, time) => (time === 'validity-over' ? undefined : 'RX_NOT_DUE'),
    call: plain('Expire'),
  },
  ReplaceCode: {
    in: UNHELD,
    elsewhere: held,
    who: {
      physician: 'done',
      colleague: 'done',
      dermatologist: 'done',
      clerk: 'done',
      northPhysician: 'ACCESS_RELATION',
      northClerk: 'ACCESS_RELATION',
      ...thePatient,
    },
    call: plain('ReplaceCode', { codeHash: sha256('another') }),
  },
  OpenFill: {
    // Only after a fill that came to an end; a series that was refused or cancelled goes no further.
    in: STAGES,
    isForOverdue: true,
    who: {
      ...mine,
      ...thePatient,
      clerk: 'done',
      northClerk: 'ACCESS_RELATION',
    },
    but: (stage, time) => {
      if (OPEN.includes(stage)) return 'RX_STATUS';
      if (stage === 'REFUSED' || stage === 'CANCELLED') return 'RX_NO_REPEAT';
      return time === 'now' ? 'RX_FILL_EARLY' : undefined;
    },
    call: (rx, as) =>
      plain('OpenFill', {
        codeHash: sha256('third'),
        validUntil: rx.consortium.network.now() + 60 * 86_400_000,
      })(rx, as),
  },
  Erase: {
    in: OVER,
    who: { ...thePatient, hospitalSteward: 'done', centreSteward: 'done', southSteward: 'ACCESS_RELATION' },
    but: (_stage, time, name) => {
      if (time !== 'validity-over') return 'RX_RETENTION';
      return name === 'stranger' ? 'ACCESS_RELATION' : undefined;
    },
    call: plain('Erase'),
  },
};

/** What the second statement expects. */
function expected(statement: Statement, stage: Stage, time: Time, name: Name): Verdict {
  const who = statement.who[name];
  if (who === undefined) return 'ACCESS_ROLE';
  if (OPEN.includes(stage) && time === 'validity-over' && statement.isForOverdue !== true) return 'RX_EXPIRED';
  if (!statement.in.includes(stage)) return statement.elsewhere?.[stage] ?? 'RX_STATUS';
  // A relation to the prescription is asked before anything else, except what only the body can tell.
  if (who !== 'done' && name !== 'stranger') return who;
  const rest = statement.but?.(stage, time, name);
  if (name === 'stranger' && who !== 'done' && rest !== 'RX_RETENTION') return who;
  return rest ?? who;
}

describe('the whole table of states, transactions, roles and organisations', () => {
  let consortium: Consortium;
  const cases = new Map<Stage, Case>();

  beforeAll(async () => {
    consortium = await Consortium.founded({ retentionDays: 10 });
    for (const stage of STAGES) cases.set(stage, await caseAt(consortium, stage));
  });

  afterAll(() => consortium.close());

  /** Runs at one peer, whose writes are dropped: the state stays as it is for the next. */
  async function verdict(statement: Statement, stage: Stage, time: Time, name: Name): Promise<Verdict> {
    const call = statement.call(cases.get(stage)!, EVERYONE[name]);
    // After EXPIRED's own two minutes, so that no clock is behind.
    const at = consortium.network.now() + 180_000 + LATER[time];
    const answer = await consortium.dryRun({ ...call, at });
    return answer.isDone ? 'done' : answer.code;
  }

  describe.each(Object.keys(SECOND_STATEMENT))('%s', (transaction) => {
    const statement = SECOND_STATEMENT[transaction]!;

    it.each(STAGES)('in %s, for everyone', async (stage) => {
      const found: Record<string, Verdict> = {};
      const wanted: Record<string, Verdict> = {};
      for (const name of NAMES) {
        found[name] = await verdict(statement, stage, 'now', name);
        wanted[name] = expected(statement, stage, 'now', name);
      }
      expect(found).toEqual(wanted);
    });

    it.each(['lease-over', 'validity-over'] as const)(
      'with the %s, in every status, for those of the role',
      async (time) => {
        const found: Record<string, Verdict> = {};
        const wanted: Record<string, Verdict> = {};
        for (const stage of STAGES) {
          for (const name of Object.keys(statement.who) as Name[]) {
            found[`${stage} ${name}`] = await verdict(statement, stage, time, name);
            wanted[`${stage} ${name}`] = expected(statement, stage, time, name);
          }
        }
        expect(found).toEqual(wanted);
      },
    );
  });
});
