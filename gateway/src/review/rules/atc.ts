import type { PrescriptionLine } from '@rxledger/chaincode/api';
import { PATTERNS } from '@rxledger/chaincode/api';

const ATC = new RegExp(PATTERNS.atc);

/** Does a list entry of the patient's facts look like an ATC code, rather than a word? */
export const isAtc = (entry: string): boolean => ATC.test(entry);

/** Does a code fall under one of the prefixes? */
export const isUnder = (code: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => code.startsWith(prefix));

/** The lines whose drug falls under one of the prefixes. */
export const linesUnder = (
  lines: readonly PrescriptionLine[],
  prefixes: readonly string[],
): readonly PrescriptionLine[] => lines.filter(({ drug }) => isUnder(drug.atc, prefixes));
