import { envelopesOf, goldenBlock } from '../../test/golden/blocks';
import { summarise } from './transaction-summary';

describe('what is logged of a transaction', () => {
  test('is read from the bytes of its envelope', () => {
    const [envelope] = envelopesOf(goldenBlock('bft', 'bump'));
    expect(summarise(envelope!)).toEqual({
      chaincode: 'rx',
      function: 'Bump',
      endorsers: expect.arrayContaining(['HospitalMSP', 'PharmacyMSP']) as string[],
      timestamp: expect.any(Number) as number,
    });
  });

  test('is nothing for a configuration, and for what cannot be read', () => {
    const [envelope] = envelopesOf(goldenBlock('bft', 'genesis'));
    expect(summarise(envelope!)).toBeUndefined();
    expect(summarise(Buffer.from('nonsense'))).toBeUndefined();
  });
});
