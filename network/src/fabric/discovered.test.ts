import { onceDiscovered } from './discovered';

const undiscovered = Object.assign(new Error('failed to find any endorsing peers for org(s): BMSP'), { code: 14 });

describe('work that needs the peers of other members', () => {
  it('is tried again until the peer has met them', async () => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 3) throw undiscovered;
      return 'done';
    };
    await expect(onceDiscovered(work)).resolves.toBe('done');
    expect(tries).toBe(3);
  });

  it.each([
    Object.assign(new Error('no connection'), { code: 14 }),
    Object.assign(new Error('failed to find any endorsing peers for org(s): BMSP'), { code: 9 }),
    new Error('chaincode response 500'),
  ])('is not tried again after %s', async (error) => {
    const work = jest.fn(() => Promise.reject(error));
    await expect(onceDiscovered(work)).rejects.toBe(error);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
