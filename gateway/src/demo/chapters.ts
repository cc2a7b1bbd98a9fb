import type { PrescriptionView } from '@rxledger/chaincode/api';
import type { Cast } from './cast';
import { linesOf, type Medicine } from './medicines';
import type { Person } from './person';
import type { Stage } from './stage';

/** What a story needs: where to play, who plays, and what time it is. */
export interface Theatre {
  readonly stage: Stage;
  readonly cast: Cast;
}

/** An issued prescription and the code its patient was handed. */
export interface Issued {
  readonly id: string;
  readonly code: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** The physician prescribes for the patient; valid for thirty days unless told. */
export async function issue(
  { stage, cast }: Theatre,
  medicines: readonly Medicine[],
  options: { readonly by?: Person; readonly validUntil?: number } = {},
): Promise<Issued> {
  const issued = await stage.does<PrescriptionView & { redemptionCode: string }>(
    {
      who: options.by ?? cast.physician,
      what: `prescribes ${medicines.join(' and ')}`,
      path: '/prescriptions',
      body: {
        body: { patient: cast.patient.actor, lines: linesOf(...medicines) },
        validUntil: options.validUntil ?? Date.now() + 30 * DAY,
      },
    },
    'SUBMITTED',
  );
  return { id: issued.id, code: issued.redemptionCode };
}

/** The reviewer claims the review and has the automated rules run. */
export async function beginReview({ stage, cast }: Theatre, { id }: Issued): Promise<void> {
  const who = cast.reviewer;
  await stage.does({ who, what: 'claims the review', path: `/prescriptions/${id}/review/claim` }, 'IN_REVIEW');
  await stage.does({ who, what: 'has the rules run', path: `/prescriptions/${id}/review/findings` }, 'IN_REVIEW');
}

/** Review from claim to approval. */
export async function review(theatre: Theatre, issued: Issued): Promise<void> {
  await beginReview(theatre, issued);
  const { stage, cast } = theatre;
  await stage.does(
    { who: cast.reviewer, what: 'approves', path: `/prescriptions/${issued.id}/review/approve` },
    'APPROVED',
  );
}

/** Issue and review. */
export async function approved(theatre: Theatre, medicines: readonly Medicine[]): Promise<Issued> {
  const issued = await issue(theatre, medicines);
  await review(theatre, issued);
  return issued;
}

/** A dispenser redeems with the patient's code. */
export async function redeem({ stage, cast }: Theatre, { id, code }: Issued, by?: Person): Promise<void> {
  await stage.does(
    {
      who: by ?? cast.dispenser,
      what: "redeems with the patient's code",
      path: `/prescriptions/${id}/redeem`,
      body: { code },
    },
    'REDEEMED',
  );
}

export interface Handed {
  readonly line: number;
  readonly quantity: number;
}

/** A dispenser hands out; `status` is what the prescription comes to. */
export async function dispense(
  { stage, cast }: Theatre,
  { id }: Issued,
  handed: readonly Handed[],
  status: 'DISPENSED' | 'PARTLY_DISPENSED',
  by?: Person,
): Promise<void> {
  await stage.does(
    {
      who: by ?? cast.dispenser,
      what: `hands out ${handed.map(({ quantity }) => quantity).join(' and ')} units`,
      path: `/prescriptions/${id}/dispense`,
      body: { lines: handed.map((line) => ({ ...line, batch: 'DEMO-1' })) },
    },
    status,
  );
}

/** From issue to dispensed, of one medicine in full. */
export async function dispensed(theatre: Theatre, medicine: Medicine): Promise<Issued> {
  const issued = await approved(theatre, [medicine]);
  await redeem(theatre, issued);
  await dispense(theatre, issued, [{ line: 1, quantity: linesOf(medicine)[0]!.quantity }], 'DISPENSED');
  return issued;
}

/** Invoice and the payer's acceptance. */
export async function invoice({ stage, cast }: Theatre, { id }: Issued, amount: number): Promise<void> {
  await stage.does(
    {
      who: cast.dispenser,
      what: 'sends the invoice',
      path: `/prescriptions/${id}/payment/invoice`,
      body: { invoice: { amount, currency: 'EUR', reference: `INV-${id.slice(0, 6)}` } },
    },
    'INVOICED',
  );
  await stage.does(
    {
      who: cast.payer,
      what: 'accepts the invoice',
      path: `/prescriptions/${id}/payment/adjudicate`,
      body: { isAccepted: true },
    },
    'ADJUDICATED',
  );
}

/** Parcel packed, ready and handed to the courier. */
export async function dispatch({ stage, cast }: Theatre, { id }: Issued): Promise<void> {
  const path = `/prescriptions/${id}/fulfilment`;
  const instruction = { recipient: 'as on the parcel', address: '1 Example Street, Sampletown' };
  await stage.does(
    { who: cast.dispenser, what: 'packs a parcel', path: `${path}/prepare`, body: { mode: 'delivery', instruction } },
    'PREPARING',
  );
  await stage.does({ who: cast.dispenser, what: 'has it ready', path: `${path}/ready` }, 'READY');
  await stage.does({ who: cast.dispenser, what: 'hands it to the courier', path: `${path}/dispatch` }, 'DISPATCHED');
}
