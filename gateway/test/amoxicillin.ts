/** The body of a prescription that no rule blocks. */
export const amoxicillin = (changes: object = {}) => ({
  patient: 'HospitalMSP:p-1',
  lines: [
    {
      line: 1,
      drug: { atc: 'J01CA04', name: 'Amoxicillin 500 mg capsules', form: 'capsule', strength: '500 mg' },
      quantity: 21,
      unit: 'capsule',
      dosage: '1 capsule 3 times a day',
      isSubstitutionAllowed: true,
      isControlled: false,
    },
  ],
  diagnoses: [{ code: 'J01.9' }],
  facts: { birthDate: '1980-05-17', sex: 'female', isPregnant: false },
  ...changes,
});
