import type { SubjectView } from '../src/api';
import { eachRecordCase } from './support/each-record-case';
import { PEOPLE } from './support/people';
import type { RecordCase } from './support/record-case';
import { heard } from './support/verdict';

const HOUR = 3_600_000;

describe('who writes a section', () => {
  let record: RecordCase;
  eachRecordCase((opened) => (record = opened));

  const readers = async (as = PEOPLE.physician, change: object = {}) => {
    const answer = await record.ask<SubjectView>(as, 'Subject', { readersOf: 'treatment', ...change });
    return answer.isDone ? answer.view.readers?.map(({ grant }) => grant) : heard(answer);
  };

  it('is told whom the patient lets read it: by a consent for the case or for all, that holds, to read', async () => {
    const one = await record.given();
    const all = await record.given({ cases: 'all', grantee: 'ThirdPartyMSP' });
    await record.given({ sections: ['base'] });
    await record.given({ right: 'write' });
    await record.given({ from: record.now + HOUR, until: record.now + 2 * HOUR });
    await record.given({ grantee: 'researchers', purpose: 'research' });
    const revoked = await record.given();
    await record.must(record.revokeCall(revoked.id));
    const found = (await readers()) as readonly string[];
    expect(found).toEqual(expect.arrayContaining([one.id, all.id]));
    const ours = new Set([one.id, all.id]);
    expect(found.filter((id) => !ours.has(id))).toEqual([]);
    record.consortium.network.advance(2 * HOUR);
    expect(((await readers()) as readonly string[]).filter((id) => ours.has(id))).toEqual([]);
  });

  it('is not told unless asked, and nobody else is', async () => {
    await record.given();
    expect(await readers(PEOPLE.physician, { readersOf: undefined })).toBeUndefined();
    expect(await readers(PEOPLE.colleague)).toBe('ACCESS_RELATION');
    expect(await readers(PEOPLE.dispenser)).toBe('ACCESS_RELATION');
  });
});
