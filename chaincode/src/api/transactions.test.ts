import { endorsersOf, type Parties } from './transactions';

const parties: Parties = { caller: 'A', members: ['A', 'B', 'C'], hospital: 'B' };

describe('the endorsers of a transaction', () => {
  it('are two at least, a witness where the others are one organisation', () => {
    expect(endorsersOf('patient', 'Give', parties)).toEqual(['A', 'B']);
    expect(endorsersOf('case', 'Open', { ...parties, caller: 'B' })).toEqual(['B', 'A']);
    expect(endorsersOf('case', 'AddVersion', { ...parties, caller: 'B' })).toEqual(['B', 'A']);
  });

  it('are no more than are needed: no witness beside hospital and caller', () => {
    expect(endorsersOf('case', 'AddVersion', { ...parties, caller: 'C' })).toEqual(['B', 'C']);
  });

  it('cannot be said where a party is not known, or nobody can be a witness', () => {
    const { hospital: _hospital, ...without } = parties;
    expect(() => endorsersOf('case', 'Open', without)).toThrow('hospital');
    expect(() => endorsersOf('patient', 'Give', { caller: 'A', members: ['A'] })).toThrow('witness');
    expect(() => endorsersOf('case', 'Nothing', parties)).toThrow('case:Nothing');
  });
});
