import type { KeyView } from '../src/api';
import type { Answer, Consortium } from './support/consortium';
import { CHANNEL, drawKeyPair, prove, registerKeyCall } from './support/encryption';
import { PEOPLE, registrarOf } from './support/people';
import { recordConsortium } from './support/record-case';

describe('encryption keys', () => {
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await recordConsortium();
  });

  afterAll(() => consortium.close());

  const refusal = async (answer: Promise<Answer<unknown>>): Promise<unknown> => {
    const given = await answer;
    return given.isDone
      ? given.status
      : [given.code, ...(given.detail.faults ?? []).map(({ path, rule }) => `${path} ${rule}`)];
  };
  const keysOf = (owner: string): Promise<KeyView[]> =>
    consortium.read<KeyView[]>(PEOPLE.payer, 'patient:Keys', { owner });

  it('follow one another, and the one before is retired', async () => {
    await consortium.must(registerKeyCall(PEOPLE.colleague));
    await consortium.must(registerKeyCall(PEOPLE.colleague, {}, 'encryption', 2));
    expect((await keysOf(PEOPLE.colleague.id)).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'HospitalMSP:h-physician-2/encryption/1 retired',
      'HospitalMSP:h-physician-2/encryption/2 active',
    ]);
    expect(await refusal(consortium.submit(registerKeyCall(PEOPLE.colleague, {}, 'encryption', 2)))).toEqual([
      'KEY_VERSION',
    ]);
    expect(await refusal(consortium.submit(registerKeyCall(PEOPLE.colleague, {}, 'encryption', 9)))).toEqual([
      'KEY_VERSION',
    ]);
  });

  it('can be given up as lost, but not come back', async () => {
    await consortium.must(registerKeyCall(PEOPLE.clerk));
    const retire = (status: string) => ({
      as: PEOPLE.clerk,
      name: 'patient:RetireKey',
      command: { owner: PEOPLE.clerk.id, use: 'encryption', version: 1, status },
      endorsers: ['HospitalMSP', 'CentreMSP'],
    });
    await consortium.must(retire('lost'));
    expect(await keysOf(PEOPLE.clerk.id)).toMatchObject([{ status: 'lost' }]);
    expect(await refusal(consortium.submit(retire('retired')))).toEqual(['KEY_STATUS']);
    await consortium.must(registerKeyCall(PEOPLE.clerk, {}, 'encryption', 2));
  });

  const owner = PEOPLE.patient.id;
  const pair = drawKeyPair();
  const proofs: readonly (readonly [string, string])[] = [
    ['of another key', prove(drawKeyPair(), owner, 'encryption', 1)],
    ['made for another owner', prove(pair, PEOPLE.stranger.id, 'encryption', 1)],
    ['made for another use', prove(pair, owner, 'emergency', 1)],
    ['made for another version', prove(pair, owner, 'encryption', 2)],
    ['made for another channel', prove(pair, owner, 'encryption', 1, `${CHANNEL}-2`)],
    ['of zeros', Buffer.alloc(64).toString('base64url')],
  ];

  it.each(proofs)('are refused with a proof %s', async (_what, proof) => {
    const call = registerKeyCall(PEOPLE.patient, { jwk: pair.jwk, proof });
    expect(await refusal(consortium.submit(call))).toEqual(['KEY_PROOF']);
  });

  it('are refused as points off the curve', async () => {
    const jwk = { ...pair.jwk, y: pair.jwk.x };
    expect(await refusal(consortium.submit(registerKeyCall(PEOPLE.patient, { jwk })))).toEqual(['KEY_PROOF']);
  });

  it('are refused with their private half, which is not named', async () => {
    const jwk = { ...pair.jwk, d: pair.jwk.x };
    const answer = await consortium.submit(registerKeyCall(PEOPLE.patient, { jwk }));
    expect(await refusal(Promise.resolve(answer))).toEqual(['INPUT_INVALID', '/jwk unknown-property']);
    expect(JSON.stringify(answer)).not.toContain(pair.jwk.x);
  });

  it('are refused for somebody else', async () => {
    const own = { owner: PEOPLE.stranger.id };
    expect(await refusal(consortium.submit(registerKeyCall(PEOPLE.patient, own)))).toEqual(['ACCESS_RELATION']);
    const theirs = { owner: 'CentreMSP' };
    expect(await refusal(consortium.submit(registerKeyCall(registrarOf('HospitalMSP'), theirs)))).toEqual([
      'ACCESS_RELATION',
    ]);
    expect(await refusal(consortium.submit(registerKeyCall(PEOPLE.patient, {}, 'emergency')))).toEqual([
      'INPUT_INVALID',
      '/use organisation-only',
    ]);
  });
});
