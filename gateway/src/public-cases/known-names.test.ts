import { fieldsWith, knownNames } from './known-names';

const base = { name: 'Maria Quibble', birthDate: '1980-05-17', contact: { phone: '555 0199' }, note: 'likes music' };

describe('names known from base data', () => {
  it('are the values of fields that say who somebody is, at any depth, and no others', () => {
    expect(knownNames(base)).toEqual(expect.arrayContaining(['maria quibble', 'quibble', '1980-05-17', '0199']));
    expect(knownNames(base)).not.toContain('likes music');
  });

  it('are found in a summary whatever their case, as whole words', () => {
    const summary = { title: 'A case of QUIBBLE', text: 'mariachi music helped', conditions: ['J01.9'] };
    expect(fieldsWith(summary, knownNames(base))).toEqual(['/summary/title']);
  });

  it('leave alone what names nobody', () => {
    const summary = { title: 'Sinusitis', text: 'music helped', conditions: ['J01.9'] };
    expect(fieldsWith(summary, knownNames(base))).toEqual([]);
  });
});
