import { onceAgreed } from './agreed';

const undiscovered = Object.assign(new Error('failed to find any endorsing peers for org(s): BMSP'), { code: 14 });

const behind = Object.assign(new Error('failed to collect enough transaction endorsements'), {
  code: 10,
  details: [{ message: 'ProposalResponsePayloads do not match' }],
});

describe('work that needs the peers of other members', () => {
  it.each([
    ['the peer has met them', undiscovered],
    ['they are at the same height', behind],
  ])('is tried again until %s', async (_what, error) => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 3) throw error;
      return 'done';
    };
    await expect(onceAgreed(work)).resolves.toBe('done');
    expect(tries).toBe(3);
  });

  it.each([
    ['no connection', Object.assign(new Error('no connection'), { code: 14 })],
    ['another code', Object.assign(new Error('failed to find any endorsing peers for org(s): BMSP'), { code: 9 })],
    ['a refusal', Object.assign(new Error('refused'), { code: 10, details: [{ message: 'chaincode response 500' }] })],
    ['an error without a code', new Error('chaincode response 500')],
  ])('is not tried again after %s', async (_what, error) => {
    const work = jest.fn(() => Promise.reject(error));
    await expect(onceAgreed(work)).rejects.toBe(error);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
