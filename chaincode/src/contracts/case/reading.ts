import type {
  FetchQuery,
  OpenReceiptCommand,
  ReadAnswer,
  ReadQuery,
  ReceiptView,
  SealedContent,
  VersionView,
  Wrap,
} from '../../api';
import { mspOf, ownerOfKey } from '../../api';
import { RECORD_ROLES } from '../../domain/access-matrix';
import type { Actor } from '../../domain/actor';
import { MINUTE } from '../../domain/duration';
import { refuse } from '../../domain/refusal';
import { CASE_INPUT, CASE_QUERY } from '../../domain/validation/case-input';
import { requireKept } from '../../store/case-erasures';
import { findSection, readCase, readVersion } from '../../store/cases';
import { sha256 } from '../../store/commitment';
import { envelopeOf, readReleased, readWraps } from '../../store/envelopes';
import { privateKeys } from '../../store/keys';
import { readPrivate } from '../../store/private-data';
import { addReceipt, findReceipt } from '../../store/receipts';
import { findActor, readPolicy } from '../../store/registry';
import type { Query, Transaction } from '../invocation';
import { checkGround, provePatient, type Ground, type Standing } from './ground';
import { CASE, caseOutcome } from './outcome';

/** The trace comes first: nothing is handed out but against a receipt that everybody's ledger has. */
export const openReceiptTransaction: Transaction<OpenReceiptCommand> = {
  contract: CASE,
  name: 'OpenReceipt',
  form: CASE_INPUT.OpenReceipt,
  roles: RECORD_ROLES,
  async run({ stub, command, caller, now }) {
    const standing = { stub, caller, now };
    const head = await readCase(stub, command.case);
    const ground = await checkGround(standing, head, command, 'read');
    provePatient(standing, head, command, ground);
    await requireKept(stub, head.id, command.sections);
    if ((await findReceipt(stub, head.id, command.id)) !== undefined) refuse('CASE_EXISTS');
    const { receiptMinutes } = (await readPolicy(stub)).parameters;
    const receipt: ReceiptView = {
      id: command.id,
      case: head.id,
      sections: command.sections,
      reader: caller.id,
      basis: command.basis,
      purpose: command.purpose,
      ...(ground.grant !== undefined && { grant: ground.grant.id }),
      ...(ground.emergency !== undefined && { emergency: ground.emergency.id }),
      ...(command.ticketHash !== undefined && { ticketHash: command.ticketHash }),
      at: now,
      until: now + receiptMinutes * MINUTE,
    };
    await addReceipt(stub, head, receipt);
    return caseOutcome(head, caller, command.basis, receipt);
  },
};

/**
 * A receipt that is the asker's, covers the section, and is open.
 * @throws Refusal ACCESS_NO_RECEIPT or ACCESS_RECEIPT_OVER; `until` itself is too late
 */
async function requireReceipt(
  { stub, now }: Omit<Standing, 'caller'>,
  query: Pick<ReadQuery, 'case' | 'receipt' | 'section'>,
  isTheirs: (receipt: ReceiptView) => boolean,
): Promise<ReceiptView> {
  const receipt = await findReceipt(stub, query.case, query.receipt);
  if (receipt === undefined || !isTheirs(receipt) || !receipt.sections.includes(query.section)) {
    return refuse('ACCESS_NO_RECEIPT', { allowed: ['case:OpenReceipt'] });
  }
  if (now < receipt.at || now >= receipt.until) {
    refuse('ACCESS_RECEIPT_OVER', { until: receipt.until, allowed: ['case:OpenReceipt'] });
  }
  return receipt;
}

/** Whose keys the caller may use on this ground: the own ones, and the organisation's where it is let in as such. */
function ownersFor({ basis }: ReceiptView, { grant }: Ground, caller: Actor): readonly string[] {
  const isForOrganisation =
    basis === 'treating' || grant?.grantee === caller.mspId || (basis === 'own' && caller.role !== 'patient');
  return isForOrganisation ? [caller.id, caller.mspId] : [caller.id];
}

async function wrapsFor(
  { stub, caller }: Standing,
  receipt: ReceiptView,
  ground: Ground,
  { section, version }: VersionView,
  holder: string,
): Promise<readonly Wrap[]> {
  const kept = await readWraps(stub, holder, receipt.case, section, version);
  const released =
    ground.emergency === undefined
      ? []
      : (await readReleased(stub, holder, receipt.case, section, ground.emergency.id))
          .filter((entry) => entry.version === version)
          .map(({ wrap }) => wrap);
  const owners = ownersFor(receipt, ground, caller);
  return [...kept, ...released].filter(
    ({ header: { kid } }) => kid.includes('/encryption/') && owners.includes(ownerOfKey(kid)),
  );
}

/** An envelope with the caller's wraps, from the private data of the peer's organisation. */
export const readQuery: Query<ReadQuery> = {
  form: CASE_QUERY.Read,
  roles: RECORD_ROLES,
  async run({ stub, query, caller, now }): Promise<ReadAnswer> {
    const standing = { stub, caller, now };
    const { section } = query;
    const head = await readCase(stub, query.case);
    const receipt = await requireReceipt(standing, query, ({ reader }) => reader === caller.id);
    const ground = await checkGround(standing, head, receipt, 'read');
    await requireKept(stub, head.id, [section]);
    const latest = (await findSection(stub, head.id, section)) ?? refuse('CASE_SECTION_EMPTY');
    const version = await readVersion(stub, head.id, section, query.version ?? latest.version);
    if (receipt.basis === 'own' && caller.role !== 'patient' && version.author !== caller.id) refuse('ACCESS_RELATION');
    const holder = query.holder ?? head.hospital;
    const key = privateKeys.envelope(stub, head.id, section, version.version);
    const sealed = (await readPrivate<SealedContent>(stub, holder, key)) ?? refuse('CASE_PRIVATE_ELSEWHERE');
    const wraps = await wrapsFor(standing, receipt, ground, version, holder);
    if (wraps.length === 0) refuse('CASE_NO_KEY', { allowed: allowedWithoutKey(receipt) });
    const envelope = envelopeOf(sealed, wraps);
    return { case: head.id, section, version: version.version, envelope, salt: sealed.salt };
  },
};

/**
 * The rule of `Read`, for who holds attachments and is asked by another organisation's reader, whom it cannot know: the
 * ticket stands for the reader, who put its hash on the ledger with the receipt. The ground is asked for again.
 */
export const fetchQuery: Query<FetchQuery> = {
  form: CASE_QUERY.Fetch,
  roles: ['steward'],
  async run({ stub, query, now }): Promise<VersionView> {
    const { section, ticket } = query;
    const head = await readCase(stub, query.case);
    const receipt = await requireReceipt({ stub, now }, query, ({ ticketHash }) => ticketHash === sha256(ticket));
    const { reader } = receipt;
    const entry = (await findActor(stub, reader)) ?? refuse('ACCESS_UNKNOWN_ACTOR');
    if (entry.status !== 'active') refuse('ACCESS_SUSPENDED');
    const caller: Actor = { id: reader, mspId: mspOf(reader), role: entry.role, entry };
    await checkGround({ stub, caller, now }, head, receipt, 'read');
    await requireKept(stub, head.id, [section]);
    const latest = (await findSection(stub, head.id, section)) ?? refuse('CASE_SECTION_EMPTY');
    return readVersion(stub, head.id, section, query.version ?? latest.version);
  },
};

const allowedWithoutKey = ({ basis }: ReceiptView): readonly string[] =>
  basis === 'emergency' ? ['case:ReleaseKeys'] : ['case:AddWraps'];
