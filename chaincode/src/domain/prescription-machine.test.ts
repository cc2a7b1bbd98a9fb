import { PRESCRIPTION_STATUSES, TRANSACTIONS, type PrescriptionStatus } from '../api';
import { ENDED, PRESCRIPTION_MACHINE, allowedIn, rolesOf } from './prescription-machine';

describe('the machine of a prescription', () => {
  it('has a row for every transaction of the contract', () => {
    expect(Object.keys(PRESCRIPTION_MACHINE).sort()).toEqual(Object.keys(TRANSACTIONS.prescription).sort());
  });

  it('reaches every status from an issue', () => {
    const reached = new Set<PrescriptionStatus>(['SUBMITTED']);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { from, to } of Object.values(PRESCRIPTION_MACHINE)) {
        if (from.some((status) => reached.has(status))) to.forEach((status) => reached.add(status));
      }
    }
    expect([...reached].sort()).toEqual([...PRESCRIPTION_STATUSES].sort());
  });

  it('has no way out of an end but the erasure, which leaves the status', () => {
    for (const status of ENDED) {
      const out = Object.entries(PRESCRIPTION_MACHINE).filter(([, { from }]) => from.includes(status));
      expect(out.map(([name]) => name)).toEqual(['Erase']);
    }
  });

  it('says what a role may try in a status', () => {
    expect(allowedIn('REDEEMED', 'dispenser')).toEqual(['Dispense', 'GiveBack', 'Expire']);
    expect(allowedIn('IN_REVIEW', 'reviewer')).toEqual([
      'ClaimReview',
      'RecordFindings',
      'Approve',
      'Return',
      'Refuse',
      'Expire',
    ]);
    expect(allowedIn('SETTLED', 'dispenser')).toEqual([]);
    expect(rolesOf('Erase')).toEqual(['patient', 'steward']);
  });
});
