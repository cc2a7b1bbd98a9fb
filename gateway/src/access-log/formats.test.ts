import type { ReceiptView } from '@rxledger/chaincode/api';
import { asAuditEvents, asCsv } from './formats';

const line: ReceiptView = {
  id: '4z8k2m6p0q1r3s5t7v9w1x3y5z',
  case: '4z8k2m6p0q1r3s5t7v9w1x3y5y',
  sections: ['base', 'treatment'],
  reader: 'PharmacyMSP:x-1',
  basis: 'grant',
  purpose: 'medication',
  grant: '4z8k2m6p0q1r3s5t7v9w1x3y5x',
  at: 0,
  until: 300_000,
};

describe('the access log', () => {
  it('is a table with a header', () => {
    const [header, row] = asCsv([line]).split('\r\n');
    expect(header).toBe('at,until,reader,sections,basis,purpose,grant,emergency,id');
    expect(row).toBe(
      `1970-01-01T00:00:00.000Z,1970-01-01T00:05:00.000Z,PharmacyMSP:x-1,base treatment,grant,medication,${line.grant!},,${line.id}`,
    );
  });

  it('is a bundle of audit events that say who, when, what and on what ground', () => {
    expect(asAuditEvents([line]).entry[0]?.resource).toMatchObject({
      resourceType: 'AuditEvent',
      action: 'R',
      recorded: '1970-01-01T00:00:00.000Z',
      agent: [{ policy: ['urn:rxledger:basis:grant', `urn:rxledger:consent:${line.grant!}`], requestor: true }],
      entity: [{ name: 'base' }, { name: 'treatment' }],
    });
  });
});
