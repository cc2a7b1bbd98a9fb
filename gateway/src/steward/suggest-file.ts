import { profileColumn, type ColumnProfile } from '../anonymisation/profile/column-type';
import { findPatient, suggestRole, yesOf, type Suggestion } from '../anonymisation/profile/suggest-role';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import type { TupleTable } from '../anonymisation/data/tuple-table';

/** What the steward knows already. */
export interface Known {
  readonly patient?: string;
  readonly sensitive?: { readonly column: string; readonly positive: readonly string[] };
  /** The columns to release; all others are left out. */
  readonly columns?: readonly string[];
  /** Write down values that few rows have as well. */
  readonly keepRare?: boolean;
}

/** The same, with what was found beyond it. */
interface Found extends Omit<Known, 'patient' | 'sensitive'> {
  readonly patient: string | undefined;
  readonly sensitive: Known['sensitive'] | undefined;
}

/** One column with what it could be. */
export interface Suggested {
  readonly profile: ColumnProfile;
  readonly suggestion: Suggestion;
}

/** A first look at a file. */
export interface FirstLook {
  readonly rows: number;
  readonly patient?: string;
  /** Patients that have more than one row. */
  readonly severalRows: number;
  readonly columns: readonly Suggested[];
}

/** @throws AnonymisationError for a column that the data has not, or that generalises to nothing */
export function lookAt(table: TupleTable, known: Known): FirstLook {
  const profiles = table.columns.map((column) => profileColumn(column, table.weights));
  const named = [known.patient, known.sensitive?.column, ...(known.columns ?? [])];
  const missing = named.filter((name) => name !== undefined && !profiles.some((profile) => profile.name === name));
  if (missing.length > 0) {
    const there = profiles.map(({ name }) => name).join(', ');
    throw new AnonymisationError('missing-column', `no column ${missing.join(', ')}; there are ${there}`);
  }
  const patient = known.patient ?? findPatient(profiles);
  const sensitive =
    known.sensitive ??
    profiles
      .map((profile) => ({ column: profile.name, positive: yesOf(profile) ?? [] }))
      .find(({ positive }) => positive.length > 0);
  return {
    rows: table.rows,
    ...(patient === undefined ? {} : { patient }),
    severalRows: profiles.find(({ name }) => name === patient)?.values.filter(({ rows }) => rows > 1).length ?? 0,
    columns: profiles.map((profile) => ({
      profile,
      suggestion: suggestionOf(profile, { ...known, patient, sensitive }),
    })),
  };
}

function suggestionOf(profile: ColumnProfile, { patient, sensitive, columns, keepRare = false }: Found): Suggestion {
  const { name } = profile;
  if (name === patient) return { role: 'patient', why: 'tells patients apart; is read, and never released' };
  if (name === sensitive?.column) {
    return { role: 'sensitive', why: 'counted, with noise', positive: sensitive.positive };
  }
  if (columns !== undefined && !columns.includes(name)) return { role: 'left-out', why: 'not asked for' };
  return suggestRole(profile, keepRare);
}
