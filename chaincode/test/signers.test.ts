import { Case } from './support/case';
import { Consortium, type Call } from './support/consortium';
import { MEMBERS, PEOPLE, registrarOf } from './support/people';

const ORGANISATIONS = MEMBERS.map(({ mspId }) => mspId);
const isWithin = (set: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((one) => set.includes(one));

/** Every organisation alone and every two of them. */
const SETS: readonly (readonly string[])[] = [
  ...ORGANISATIONS.map((one) => [one]),
  ...ORGANISATIONS.flatMap((one, index) => ORGANISATIONS.slice(index + 1).map((other) => [one, other])),
];

/*
 * Who must sign each step, by hand from the design: H hospital, C centre, P pharmacy, T third party. A step may have
 * several sufficient pairs.
 */
const H = 'HospitalMSP';
const C = 'CentreMSP';
const P = 'PharmacyMSP';
const T = 'ThirdPartyMSP';

describe('no organisation moves a prescription alone', () => {
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  /** Orders one endorsed transaction for each set that does not suffice, then the sufficient one. */
  async function expectOnly(make: () => Call, sufficient: readonly (readonly string[])[]): Promise<void> {
    expect(await moved(make, sufficient)).toEqual({ byInsufficient: [], bySufficient: 'VALID' });
  }

  async function moved(make: () => Call, sufficient: readonly (readonly string[])[]): Promise<object> {
    const taken: string[] = [];
    for (const set of SETS.filter((candidate) => !sufficient.some((pair) => isWithin(candidate, pair)))) {
      const answer = await consortium.submit({ ...make(), endorsers: set });
      if (!answer.isDone || answer.status !== 'ENDORSEMENT_POLICY_FAILURE') taken.push(set.join('+'));
    }
    const answer = await consortium.submit({ ...make(), endorsers: sufficient[0]! });
    return { byInsufficient: taken, bySufficient: answer.isDone ? answer.status : answer.code };
  }

  it('takes the two organisations that the state names, at every step to settlement', async () => {
    const rx = new Case(consortium);
    const on = (transaction: string, as = PEOPLE.reviewer): Call =>
      rx.call('prescription', transaction, as, {}, rx.proof);
    await expectOnly(() => rx.issueCall(), [[H, C]]);
    await expectOnly(() => on('ClaimReview'), [[H, C]]);
    await expectOnly(() => rx.findingsCall(), [[H, C]]);
    await expectOnly(() => on('Approve'), [[H, C]]);
    await expectOnly(() => rx.redeemCall(), [[C, P]]);
    await expectOnly(() => rx.dispenseCall([{ line: 1, quantity: 5 }]), [[C, P]]);
    await expectOnly(
      () => rx.call('prescription', 'Withdraw', PEOPLE.dispenser, { reasonCode: 'WRONG_PACK' }),
      [[C, P]],
    );
    await expectOnly(() => rx.dispenseCall([{ line: 1, quantity: 20 }]), [[C, P]]);
    await expectOnly(() => rx.invoiceCall(), [[P, T]]);
    await expectOnly(() => rx.call('payment', 'Adjudicate', PEOPLE.payer, { isAccepted: true }), [[P, T]]);
    // The header of a dispensed prescription is the pharmacy's; any second organisation completes it.
    await expectOnly(
      () => on('Settle', PEOPLE.payer),
      ORGANISATIONS.filter((one) => one !== P).map((one) => [P, one]),
    );
    await expectOnly(() => rx.call('payment', 'Pay', PEOPLE.payer), [[P, T]]);
    await expectOnly(() => rx.prepareCall(), [[P, T]]);
    await expectOnly(() => rx.call('fulfilment', 'Ready', PEOPLE.dispenser), [[P, T]]);
    expect(await rx.read()).toMatchObject({ status: 'SETTLED', version: 9 });
  });

  it('lets the hospital stand in for a pharmacy that is away, and nobody else', async () => {
    const rx = new Case(consortium);
    await rx.redeemed();
    const cancel = (): Call => rx.call('prescription', 'Cancel', PEOPLE.physician, { reasonCode: 'NO_LONGER_NEEDED' });
    await expectOnly(cancel, [
      [H, C],
      [C, P],
    ]);
    expect(await rx.read()).toMatchObject({ status: 'REDEEMED', cancellation: { state: 'pending' } });
  });

  it('lets a cancellation before redemption pass without any pharmacy', async () => {
    const rx = new Case(consortium);
    await rx.approved();
    const cancel = rx.call('prescription', 'Cancel', PEOPLE.physician, { reasonCode: 'NO_LONGER_NEEDED' });
    expect(await rx.submit({ ...cancel, endorsers: [H, C] })).toMatchObject({ status: 'VALID' });
  });

  it('takes every member to change what is agreed', async () => {
    const call = (): Call => ({
      as: PEOPLE.hospitalAuditor,
      name: 'misbc:SetPolicy',
      command: { parameters: { withdrawHours: 48 } },
      endorsers: ORGANISATIONS,
    });
    const asRegistrar = (endorsers: readonly string[]): Call => ({ ...call(), as: registrarOf(H), endorsers });
    expect(await consortium.submit(asRegistrar(ORGANISATIONS.slice(1)))).toMatchObject({
      status: 'ENDORSEMENT_POLICY_FAILURE',
    });
    expect(await consortium.submit(asRegistrar(ORGANISATIONS))).toMatchObject({ status: 'VALID' });
  });

  it('takes an organisation itself to change its people', async () => {
    const suspend = (endorsers: readonly string[]): Call => ({
      as: registrarOf(T),
      name: 'misbc:Suspend',
      command: { actor: PEOPLE.researcher.id },
      endorsers,
    });
    expect(await consortium.submit(suspend([H, C]))).toMatchObject({ status: 'ENDORSEMENT_POLICY_FAILURE' });
    expect(await consortium.submit(suspend([T]))).toMatchObject({ status: 'ENDORSEMENT_POLICY_FAILURE' });
    expect(await consortium.submit(suspend([T, H]))).toMatchObject({ status: 'VALID' });
  });
});
