import type { Call, Consortium } from './support/consortium';
import { registerKeyCall } from './support/encryption';
import { PEOPLE } from './support/people';
import { RecordCase, recordConsortium } from './support/record-case';

const H = 'HospitalMSP';
const C = 'CentreMSP';
const P = 'PharmacyMSP';
const T = 'ThirdPartyMSP';

/* Who must sign, by hand from the design: the hospital for its cases, an organisation for its people's keys and grants. */
describe('no organisation writes in another one’s name', () => {
  let consortium: Consortium;
  let record: RecordCase;

  beforeAll(async () => {
    consortium = await recordConsortium();
    record = new RecordCase(consortium);
    await record.opened();
    await record.written('treatment');
    await consortium.must(registerKeyCall(PEOPLE.patient));
  });

  afterAll(() => consortium.close());

  const status = async (call: Call, endorsers: readonly string[]): Promise<string> => {
    const answer = await consortium.submit({ ...call, endorsers });
    return answer.isDone ? answer.status : answer.code;
  };

  it('takes the hospital to add to its case, and one more', async () => {
    expect(await status(record.versionCall('treatment', 2), [C, P])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await status(record.versionCall('treatment', 2), [H])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await status(record.versionCall('treatment', 2), [H, T])).toBe('VALID');
  });

  it('takes the hospital to say who treats, and to close', async () => {
    const release = record.on('Release', PEOPLE.physician, { person: PEOPLE.physician.id });
    expect(await status(release, [C, P])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await status(record.on('Close', PEOPLE.physician), [C, P])).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('takes the patient’s organisation to take a grant back', async () => {
    const grant = await record.given();
    expect(await status(record.revokeCall(grant.id), [C, P])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await status(record.revokeCall(grant.id), [H, P])).toBe('VALID');
  });

  it('takes the owner’s organisation to put another key in place of the owner’s', async () => {
    const next = (): Call => registerKeyCall(PEOPLE.patient, {}, 'encryption', 2);
    expect(await status(next(), [C, P])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await status(next(), [H, P])).toBe('VALID');
  });
});
