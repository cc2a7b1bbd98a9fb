/** Four members of a network under test. */
export const hospital: string = 'HospitalMSP';
export const centre: string = 'CentreMSP';
export const pharmacy: string = 'PharmacyMSP';
export const thirdParty: string = 'ThirdPartyMSP';

/** As a configuration of a devnet names them. */
export const organisations = [
  { name: 'hospital', mspId: hospital },
  { name: 'centre', mspId: centre },
  { name: 'pharmacy', mspId: pharmacy },
  { name: 'thirdparty', mspId: thirdParty },
];

/** An endorsement policy: any two of the four. */
export const anyTwo = `OutOf(2, ${organisations.map(({ mspId }) => `'${mspId}.peer'`).join(', ')})`;
