import type { PrescriptionLine } from '@rxledger/chaincode/api';

const line = (
  atc: string,
  name: string,
  quantity: number,
  dosage: string,
  options: Partial<PrescriptionLine> = {},
): Omit<PrescriptionLine, 'line'> => ({
  drug: { atc, name },
  quantity,
  unit: 'tablet',
  dosage,
  isSubstitutionAllowed: true,
  isControlled: false,
  ...options,
});

/** What is prescribed in the demonstration; codes are WHO's ATC. */
export const MEDICINES = {
  amoxicillin: line('J01CA04', 'Amoxicillin 500 mg', 21, '1 tablet 3 times a day for 7 days'),
  paracetamol: line('N02BE01', 'Paracetamol 500 mg', 20, '1 tablet up to 4 times a day'),
  metformin: line('A10BA02', 'Metformin 850 mg', 60, '1 tablet twice a day'),
  amlodipine: line('C08CA01', 'Amlodipine 5 mg', 30, '1 tablet in the morning'),
  morphine: line('N02AA01', 'Morphine 10 mg', 10, '1 tablet every 12 hours', { isControlled: true }),
} as const;

export type Medicine = keyof typeof MEDICINES;

/** Lines numbered from 1. */
export const linesOf = (...medicines: readonly Medicine[]): readonly PrescriptionLine[] =>
  medicines.map((medicine, i) => ({ line: i + 1, ...MEDICINES[medicine] }));
