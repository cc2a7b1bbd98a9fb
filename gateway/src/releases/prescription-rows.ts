import { ENDED_STATUSES, type ActorId, type PrescriptionBody, type PrescriptionStatus } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { mapInOrder } from '../history/map-in-order';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import { createPrescriptionLedger } from '../prescriptions/prescription-ledger';
import { consentingPatients } from './consenting-patients';
import type { Scheme } from './scheme';

/** Main groups of the ATC classification. */
const GROUPS = ['A', 'B', 'C', 'D', 'G', 'H', 'J', 'L', 'M', 'N', 'P', 'R', 'S', 'V'] as const;
const SEXES = ['female', 'male', 'other', 'unknown'] as const;
const AGES = ['0-17', '18-39', '40-64', '65+', 'unknown'] as const;

const column = (name: string, values: readonly string[]) =>
  ({
    name,
    hierarchy: { kind: 'flat', values },
    level: 0,
  }) as const;

/** What is released of prescriptions: never more than these columns, whose values are known without any patient. */
export const PRESCRIPTION_SCHEME: Scheme = {
  patient: 'patient',
  columns: [column('drug', GROUPS), column('outcome', ENDED_STATUSES), column('sex', SEXES), column('age', AGES)],
};

const PAGE = 200;
const AT_ONCE = 8;

/**
 * Ended prescriptions of this organisation's as rows, CSV: the newest of each patient who lets researchers in, by its
 * first line. Erased ones are left out.
 */
export async function prescriptionRows(context: ServiceContext, caller: Caller): Promise<string> {
  const consenting = await consentingPatients(context, caller);
  const newest = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await context.index.list({
      organisation: context.mspId,
      part: 'hospital',
      statuses: ENDED_STATUSES,
      order: 'newest',
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const row of await rowsOf(context, caller, page.items)) {
      if (row !== undefined && consenting.has(row.patient) && !newest.has(row.patient)) {
        newest.set(row.patient, row.line);
      }
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return ['patient,drug,outcome,sex,age', ...newest.values(), ''].join('\n');
}

interface Row {
  readonly patient: ActorId;
  readonly line: string;
}

interface Ended {
  readonly id: string;
  readonly status: PrescriptionStatus;
  readonly issuedAt: number;
}

async function rowsOf(context: ServiceContext, caller: Caller, items: readonly Ended[]): Promise<(Row | undefined)[]> {
  const { read, readBody } = createPrescriptionLedger(context);
  return mapInOrder(items, AT_ONCE, async ({ id, status, issuedAt }) => {
    try {
      const { body } = await readBody(caller, id, read(caller, id));
      return { patient: body.patient, line: lineOf(body, status, issuedAt) };
    } catch (error) {
      if (error instanceof Problem && (error.code === 'RX_ERASED' || error.code === 'RX_PRIVATE_ELSEWHERE'))
        return undefined;
      throw error;
    }
  });
}

const lineOf = ({ patient, lines, facts }: PrescriptionBody, status: PrescriptionStatus, issuedAt: number): string =>
  [patient, lines[0]!.drug.atc[0], status, facts?.sex ?? 'unknown', ageOf(facts?.birthDate, issuedAt)].join(',');

const YEAR = 365.25 * 86_400_000;

function ageOf(birthDate: string | undefined, at: number): (typeof AGES)[number] {
  const years = birthDate === undefined ? Number.NaN : (at - Date.parse(birthDate)) / YEAR;
  if (Number.isNaN(years)) return 'unknown';
  if (years < 18) return '0-17';
  if (years < 40) return '18-39';
  return years < 65 ? '40-64' : '65+';
}
