import type { DispensedLine, DispensingRecord } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';

/** One line as the dispenser gives it: what everybody may see and what only centre and pharmacy keep, together. */
export interface DispensingLine extends DispensedLine {
  readonly batch?: string;
  readonly product?: string;
  readonly substitutionReason?: string;
}

/**
 * Parts a dispensing into its public numbers and its private record.
 * @throws Problem INPUT_INVALID for goods without a batch, or an undispensed line without a reason
 */
export function splitLines(lines: readonly DispensingLine[]): {
  readonly dispensed: readonly DispensedLine[];
  readonly record: DispensingRecord;
} {
  const faults = lines.flatMap(faultsOf);
  if (faults.length > 0) throw new Problem('INPUT_INVALID', { faults });
  return {
    dispensed: lines.map(({ batch: _batch, product: _product, substitutionReason: _reason, ...numbers }) => numbers),
    record: {
      lines: lines.flatMap(({ line, batch, product, substitutionReason }) =>
        batch === undefined
          ? []
          : [
              {
                line,
                batch,
                ...(product === undefined ? {} : { product }),
                ...(substitutionReason === undefined ? {} : { substitutionReason }),
              },
            ],
      ),
    },
  };
}

function faultsOf({ quantity, batch, isOwing, notDispensedReason }: DispensingLine, index: number): Fault[] {
  const required = (field: string): Fault => ({ path: `/lines/${index}/${field}`, rule: 'required' });
  if (quantity > 0) return batch === undefined ? [required('batch')] : [];
  return isOwing === true || notDispensedReason !== undefined ? [] : [required('notDispensedReason')];
}

interface Fault {
  readonly path: string;
  readonly rule: string;
}
