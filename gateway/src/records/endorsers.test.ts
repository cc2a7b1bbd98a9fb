import { endorserChoices } from './endorsers';

const members = ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'];

describe('who may endorse', () => {
  it('is any other member beside the hospital, each in its turn', () => {
    const choices = endorserChoices('case', 'Open', { caller: 'HospitalMSP', hospital: 'HospitalMSP', members });
    expect(choices).toEqual([
      ['HospitalMSP', 'CentreMSP'],
      ['HospitalMSP', 'PharmacyMSP'],
      ['HospitalMSP', 'ThirdPartyMSP'],
    ]);
  });

  it('is one answer where the rule names everybody', () => {
    const parties = { caller: 'PharmacyMSP', hospital: 'HospitalMSP', members };
    expect(endorserChoices('case', 'OpenReceipt', parties)).toEqual([['HospitalMSP', 'PharmacyMSP']]);
  });
});
