/** The attributes that a Fabric CA itself reads or writes. */
export const HF = {
  roles: 'hf.Registrar.Roles',
  delegateRoles: 'hf.Registrar.DelegateRoles',
  registrarAttributes: 'hf.Registrar.Attributes',
  revoker: 'hf.Revoker',
  intermediateCa: 'hf.IntermediateCA',
  genCrl: 'hf.GenCRL',
  affiliationManager: 'hf.AffiliationMgr',
  enrolmentId: 'hf.EnrollmentID',
  type: 'hf.Type',
  affiliation: 'hf.Affiliation',
} as const;
