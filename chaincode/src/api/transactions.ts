/** Places a transaction's endorsers are taken from: filled in from the prescription and the caller. */
export type Party =
  'hospital' | 'centre' | 'pharmacy' | 'payer' | 'partner' | 'owner' | 'caller' | 'witness' | 'members' | 'holders';

export interface TransactionRule {
  /** Organisations that endorse; always named to the peer, because with transient data it refuses to choose. */
  readonly endorsers: readonly Party[];
}

/**
 * Every submitted transaction, by contract, and who endorses it. `witness` is any other member, and only where the
 * rest is one organisation; `holders` are all organisations that hold private data of the prescription. `hospital` is
 * the one of the prescription or the case, `owner` holds the data set of a release.
 */
export const TRANSACTIONS = {
  misbc: {
    Found: { endorsers: ['members'] },
    Register: { endorsers: ['caller', 'witness'] },
    Suspend: { endorsers: ['caller', 'witness'] },
    Reinstate: { endorsers: ['caller', 'witness'] },
    Leave: { endorsers: ['caller', 'witness'] },
    SetPolicy: { endorsers: ['members'] },
  },
  patient: {
    SetProfile: { endorsers: ['caller', 'witness'] },
    RegisterKey: { endorsers: ['caller', 'witness'] },
    RetireKey: { endorsers: ['caller', 'witness'] },
    Give: { endorsers: ['caller', 'witness'] },
    Revoke: { endorsers: ['caller', 'witness'] },
    Erase: { endorsers: ['hospital', 'caller', 'witness'] },
  },
  physician: {
    SetProfile: { endorsers: ['caller', 'witness'] },
  },
  researcher: {
    SetProfile: { endorsers: ['caller', 'witness'] },
  },
  case: {
    Open: { endorsers: ['hospital', 'witness'] },
    Close: { endorsers: ['hospital', 'witness'] },
    Reopen: { endorsers: ['hospital', 'witness'] },
    Assign: { endorsers: ['hospital', 'witness'] },
    Release: { endorsers: ['hospital', 'witness'] },
    AddVersion: { endorsers: ['hospital', 'caller', 'witness'] },
    AddWraps: { endorsers: ['hospital', 'caller', 'witness'] },
    OpenReceipt: { endorsers: ['hospital', 'caller', 'witness'] },
    BreakGlass: { endorsers: ['hospital', 'caller', 'witness'] },
    ReleaseKeys: { endorsers: ['hospital', 'caller'] },
    Review: { endorsers: ['caller', 'witness'] },
    Publish: { endorsers: ['hospital', 'witness'] },
    Withdraw: { endorsers: ['hospital', 'caller', 'witness'] },
    Hold: { endorsers: ['hospital', 'witness'] },
    LiftHold: { endorsers: ['hospital', 'witness'] },
    ConfirmErasure: { endorsers: ['caller', 'witness'] },
  },
  prescription: {
    Issue: { endorsers: ['hospital', 'centre'] },
    Amend: { endorsers: ['hospital', 'centre'] },
    ClaimReview: { endorsers: ['hospital', 'centre'] },
    RecordFindings: { endorsers: ['hospital', 'centre'] },
    Approve: { endorsers: ['hospital', 'centre'] },
    Return: { endorsers: ['hospital', 'centre'] },
    Refuse: { endorsers: ['hospital', 'centre'] },
    Redeem: { endorsers: ['centre', 'pharmacy'] },
    Dispense: { endorsers: ['centre', 'pharmacy'] },
    GiveBack: { endorsers: ['centre', 'pharmacy'] },
    Recall: { endorsers: ['hospital', 'centre'] },
    Withdraw: { endorsers: ['centre', 'pharmacy'] },
    Settle: { endorsers: ['pharmacy', 'payer'] },
    Cancel: { endorsers: ['hospital', 'centre'] },
    Expire: { endorsers: ['hospital', 'centre'] },
    ReplaceCode: { endorsers: ['hospital', 'centre'] },
    OpenFill: { endorsers: ['hospital', 'centre'] },
    Erase: { endorsers: ['holders'] },
  },
  payment: {
    Invoice: { endorsers: ['pharmacy', 'payer'] },
    Adjudicate: { endorsers: ['pharmacy', 'payer'] },
    Pay: { endorsers: ['pharmacy', 'payer'] },
    Refund: { endorsers: ['pharmacy', 'payer'] },
  },
  fulfilment: {
    Prepare: { endorsers: ['pharmacy', 'partner'] },
    Ready: { endorsers: ['pharmacy', 'partner'] },
    Dispatch: { endorsers: ['pharmacy', 'partner'] },
    Deliver: { endorsers: ['pharmacy', 'partner'] },
    Collect: { endorsers: ['pharmacy', 'partner'] },
    FailDelivery: { endorsers: ['pharmacy', 'partner'] },
  },
  release: {
    RegisterDataset: { endorsers: ['caller', 'witness'] },
    RaiseCap: { endorsers: ['members'] },
    Reserve: { endorsers: ['caller', 'witness'] },
    Approve: { endorsers: ['owner', 'caller'] },
    Publish: { endorsers: ['caller', 'witness'] },
    Abort: { endorsers: ['owner', 'caller', 'witness'] },
  },
} as const satisfies Record<string, Record<string, TransactionRule>>;

export type ContractName = keyof typeof TRANSACTIONS;
export type TransactionName<C extends ContractName> = keyof (typeof TRANSACTIONS)[C] & string;

/**
 * Evaluated transactions: they change nothing. `at` says whose peer must answer where only that one holds the data.
 */
export const QUERIES = {
  misbc: {
    /** () -> MemberView[] */
    Members: {},
    /** { actor } -> ActorView */
    Lookup: {},
    /** ListActorsQuery -> Page<ActorView> */
    ListActors: {},
    /** () -> PolicyView */
    Policy: {},
    /** ListPublicCasesQuery -> Page<PublicCaseView> */
    ListPublicCases: {},
  },
  patient: {
    /** () -> PatientProfileAnswer; the patient's own */
    Profile: { at: 'caller' },
    /** KeysQuery -> KeyView[] */
    Keys: {},
    /** GrantsQuery -> Page<GrantView> */
    Grants: {},
    /** { id } -> GrantView; the patient who gave it, and to whom it was given */
    Grant: {},
  },
  physician: {
    /** ActorQuery -> ProfessionalProfileView */
    Profile: {},
    /** DirectoryQuery -> Page<DirectoryEntry> */
    Directory: {},
  },
  researcher: {
    /** ActorQuery -> ProfessionalProfileView */
    Profile: {},
    /** DirectoryQuery -> Page<DirectoryEntry> */
    Directory: {},
  },
  case: {
    /** ReadQuery -> ReadAnswer; at the hospital, or at the organisation that wrote the version */
    Read: { at: 'hospital' },
    /** FetchQuery -> VersionView; steward of who holds the attachments, for the reader who showed the ticket */
    Fetch: {},
    /** { case } -> SectionsView */
    Sections: {},
    /** SubjectQuery -> SubjectView */
    Subject: { at: 'hospital' },
    /** ReceiptsQuery -> Page<ReceiptView>; patient (transient: subjectSalt), who treats, auditor of the hospital */
    Receipts: {},
    /** EmergenciesQuery -> Page<EmergencyView> */
    Emergencies: {},
    /** EmergencyQuery -> EmergencyView */
    Emergency: {},
    /** EmergencyQuery -> ReasonView */
    Reason: { at: 'hospital' },
    /** EmergencyQuery -> EmergencyWrap[]; custodian of another organisation, while the emergency lasts */
    EmergencyWraps: { at: 'hospital' },
    /** { case } -> HoldingsView; steward, auditor */
    Holdings: { at: 'caller' },
    /** ErasureQuery -> ErasureView */
    Erasure: {},
  },
  prescription: {
    /** { id } -> PrescriptionView */
    Read: {},
    /** { id } -> BodyView; of the caller's organisation */
    ReadBody: { at: 'caller' },
    /** { id } -> BodyView; transient: code */
    ReadForRedemption: { at: 'centre' },
    /** { id } -> Finding[] */
    ReadFindings: { at: 'caller' },
    /** { id } -> (DispensingRecord & { transactionId, at })[] */
    ReadDispensings: { at: 'caller' },
    /** { id } -> HistoryEntry[] */
    History: {},
  },
  payment: {
    /** { id } -> PaymentView */
    Read: {},
    /** { id } -> Invoice */
    ReadInvoice: { at: 'caller' },
  },
  fulfilment: {
    /** { id } -> FulfilmentView */
    Read: {},
    /** { id } -> DeliveryInstruction */
    ReadInstruction: { at: 'caller' },
  },
  release: {
    /** { id } -> ReleaseView */
    Read: {},
    /** { id } -> BudgetView */
    Dataset: {},
    /** DatasetsQuery -> Page<DatasetView> */
    Datasets: {},
    /** ReleasesQuery -> Page<ReleaseView> */
    Releases: {},
  },
} as const;

/** What is known of the parties when endorsers are chosen. */
export interface Parties {
  readonly caller: string;
  readonly members: readonly string[];
  readonly hospital?: string;
  readonly centre?: string;
  readonly pharmacy?: string;
  readonly payer?: string;
  readonly partner?: string;
  readonly owner?: string;
  readonly holders?: readonly string[];
}

/**
 * MSP ids that endorse a transaction, without repeats.
 * @throws Error naming the party that is not known
 */
export function endorsersOf(contract: ContractName, transaction: string, parties: Parties): readonly string[] {
  const rule = (TRANSACTIONS[contract] as Record<string, TransactionRule>)[transaction];
  if (rule === undefined) throw new Error(`no transaction ${contract}:${transaction}`);
  const named = rule.endorsers.filter((party) => party !== 'witness');
  const organisations = [...new Set(named.flatMap((party) => organisationsOf(party, parties)))];
  if (organisations.length > 1 || named.length === rule.endorsers.length) return organisations;
  const witness = parties.members.find((member) => !organisations.includes(member)) ?? missing('witness');
  return [...organisations, witness];
}

function organisationsOf(party: Exclude<Party, 'witness'>, parties: Parties): readonly string[] {
  if (party === 'members') return parties.members;
  if (party === 'holders') return parties.holders ?? missing(party);
  return [parties[party] ?? missing(party)];
}

function missing(party: Party): never {
  throw new Error(`no organisation is known for ${party}`);
}
