import { createHash, randomBytes } from 'node:crypto';
import type { VersionView } from '../src/api';
import { eachRecordCase } from './support/each-record-case';
import { PEOPLE } from './support/people';
import type { RecordCase } from './support/record-case';
import { heard } from './support/verdict';

const MINUTE = 60_000;

describe('a ticket of a receipt', () => {
  const ticket = randomBytes(32).toString('hex');
  const ticketHash = createHash('sha256').update(ticket).digest('hex');
  let record: RecordCase;
  eachRecordCase((opened) => (record = opened));
  beforeEach(() => record.filled());

  const fetched = (receipt: string, change: object = {}, as = PEOPLE.hospitalSteward) =>
    record.ask<VersionView>(as, 'Fetch', { receipt, ticket, section: 'treatment', ...change });
  const reading = async () => {
    const grant = await record.given();
    const ground = { basis: 'grant', purpose: 'care', grant: grant.id };
    return { grant, receipt: await record.receipt(PEOPLE.dispenser, { ...ground, ticketHash }) };
  };

  it('lets who holds the attachments see that its reader may have them', async () => {
    const { receipt } = await reading();
    expect(receipt).toMatchObject({ ticketHash });
    const answer = await fetched(receipt.id);
    expect(answer).toMatchObject({ isDone: true, view: { section: 'treatment', version: 1, attachments: [] } });
  });

  it('is good for nothing with another secret, for another section or receipt, or where the receipt has none', async () => {
    const { receipt } = await reading();
    const without = await record.receipt(PEOPLE.physician);
    const other = randomBytes(32).toString('hex');
    expect(heard(await fetched(receipt.id, { ticket: other }))).toBe('ACCESS_NO_RECEIPT');
    expect(heard(await fetched(receipt.id, { ticket: ticketHash }))).toBe('ACCESS_NO_RECEIPT');
    expect(heard(await fetched(receipt.id, { section: 'base' }))).toBe('ACCESS_NO_RECEIPT');
    expect(heard(await fetched(without.id))).toBe('ACCESS_NO_RECEIPT');
  });

  it('ends with the window, and with the ground', async () => {
    const { grant, receipt } = await reading();
    await record.must(record.revokeCall(grant.id));
    expect(heard(await fetched(receipt.id))).toBe('CONSENT_REVOKED');
    const own = await record.receipt(PEOPLE.physician, { ticketHash });
    expect(heard(await fetched(own.id))).toBe('EVALUATED');
    record.consortium.network.advance(10 * MINUTE);
    expect(heard(await fetched(own.id))).toBe('ACCESS_RECEIPT_OVER');
  });

  it('is looked at by stewards alone', async () => {
    const { receipt } = await reading();
    expect(heard(await fetched(receipt.id, {}, PEOPLE.physician))).toBe('ACCESS_ROLE');
  });
});
