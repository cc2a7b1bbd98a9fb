import {
  AGE_BANDS,
  BASES,
  ERASURE_SCOPES,
  MOST_GRANTS,
  PURPOSES,
  VERDICTS,
  type AddVersionCommand,
  type AddWrapsCommand,
  type AttachmentView,
  type BreakGlassCommand,
  type CaseCommand,
  type ConfirmErasureCommand,
  type EmergenciesQuery,
  type EmergencyQuery,
  type ErasureQuery,
  type FetchQuery,
  type HoldCommand,
  type OpenCaseCommand,
  type OpenReceiptCommand,
  type PublicSummary,
  type PublishCommand,
  type ReadQuery,
  type ReceiptsQuery,
  type ReleaseKeysCommand,
  type ReviewEmergencyCommand,
  type SubjectQuery,
  type TreatingCommand,
} from '../../api';
import { sectionVersion } from './envelope-input';
import {
  actorId,
  caseCommand,
  digest,
  distinct,
  icd10,
  instant,
  keyId,
  mspId,
  paging,
  reasonCode,
  recordId,
  section,
  sections,
} from './fields';
import { list, oneOf, optional, record, text, whole } from './schema';

const MOST_ATTACHMENTS = 20;
const MAXIMUM_ATTACHMENT_BYTES = 64 * 1024 * 1024;

const grants = distinct(list(recordId, 0, MOST_GRANTS));
const purpose = oneOf(PURPOSES);

const attachment = record<AttachmentView>({ hash: digest, size: whole(1, MAXIMUM_ATTACHMENT_BYTES) });

const summary = record<PublicSummary>({
  title: text(200),
  text: text(4000),
  conditions: distinct(list(icd10, 1, 20)),
  ageBand: optional(oneOf(AGE_BANDS)),
  sex: optional(oneOf(['female', 'male', 'other'])),
  outcome: optional(text(1000)),
});

/** Forms of what `case` is given; `step` is a command that only names its case. */
export const CASE_INPUT = {
  Open: record<OpenCaseCommand>({ ...caseCommand, subject: digest }),
  step: record<CaseCommand>(caseCommand),
  treating: record<TreatingCommand>({ ...caseCommand, person: actorId }),
  AddVersion: record<AddVersionCommand>({
    ...caseCommand,
    section,
    version: sectionVersion,
    commitment: digest,
    basis: oneOf(['own', 'treating', 'grant']),
    purpose,
    grant: optional(recordId),
    recipients: optional(grants),
    attachments: optional(list(attachment, 0, MOST_ATTACHMENTS)),
  }),
  AddWraps: record<AddWrapsCommand>({
    ...caseCommand,
    section,
    basis: oneOf(['own', 'treating']),
    recipients: optional(grants),
  }),
  OpenReceipt: record<OpenReceiptCommand>({
    ...caseCommand,
    id: recordId,
    sections,
    basis: oneOf(BASES),
    purpose,
    grant: optional(recordId),
    emergency: optional(recordId),
    ticketHash: optional(digest),
  }),
  BreakGlass: record<BreakGlassCommand>({
    ...caseCommand,
    id: recordId,
    sections,
    reasonCode,
    commitment: digest,
    until: instant,
    key: keyId,
  }),
  ReleaseKeys: record<ReleaseKeysCommand>({ ...caseCommand, emergency: recordId }),
  Review: record<ReviewEmergencyCommand>({ ...caseCommand, emergency: recordId, verdict: oneOf(VERDICTS) }),
  Publish: record<PublishCommand>({ ...caseCommand, grant: recordId, summary }),
  hold: record<HoldCommand>({ ...caseCommand, reasonCode }),
  erasure: record<ConfirmErasureCommand>({ ...caseCommand, scope: oneOf(ERASURE_SCOPES) }),
} as const;

/** Forms of what is asked of `case`. */
export const CASE_QUERY = {
  Read: record<ReadQuery>({
    case: recordId,
    receipt: recordId,
    section,
    version: optional(sectionVersion),
    holder: optional(mspId),
  }),
  Fetch: record<FetchQuery>({
    case: recordId,
    receipt: recordId,
    ticket: digest,
    section,
    version: optional(sectionVersion),
  }),
  byCase: record<{ case: string }>({ case: recordId }),
  Subject: record<SubjectQuery>({ case: recordId, grant: optional(recordId), readersOf: optional(section) }),
  Receipts: record<ReceiptsQuery>({ case: recordId, ...paging }),
  Emergencies: record<EmergenciesQuery>({ case: optional(recordId), ...paging }),
  emergency: record<EmergencyQuery>({ case: recordId, emergency: recordId }),
  Erasure: record<ErasureQuery>({ case: recordId, scope: oneOf(ERASURE_SCOPES) }),
} as const;
