import { createHash } from 'node:crypto';
import { ALL_CASES, type GrantView } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { isOwnCase } from '../cases/own-case';
import { mapInOrder } from '../history/map-in-order';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import { AUTOMATIC } from '../http/route';
import type { Records, RewrapOutcome } from '../records';

/** What came of one case. */
export interface CaseOutcome {
  readonly case: string;
  readonly sections: readonly RewrapOutcome[];
}

/** What came of the cases that were looked at; the next ones begin at the cursor. */
export interface Round {
  readonly cases: readonly CaseOutcome[];
  /** Hospitals whose cases could not be looked at: they do not answer. */
  readonly away: readonly string[];
  /** Absent once all were looked at. */
  readonly cursor?: string;
}

/** Cases looked at in one round, and how many at once. */
const CASES = 50;
const AT_ONCE = 4;

export interface LetIn {
  readonly commandId: string;
  readonly grant: GrantView;
  /** Of the round before. */
  readonly cursor?: string;
}

type Context = Pick<ServiceContext, 'members' | 'cases'>;
type Tools = Pick<Records, 'ledger' | 'recipients' | 'rewrap'>;

/**
 * Wraps what the patient can open for whom a consent to read lets in: of the one case that it is for, or of all, some of
 * the consortium's cases at a time, because nobody but the patient can tell which are theirs. Repeating a round does no harm.
 */
export async function letInRound(
  context: Context,
  records: Tools,
  caller: Caller,
  { commandId, grant, cursor }: LetIn,
): Promise<Round> {
  const { ids, next, away } =
    grant.cases === ALL_CASES ? await ownCases(context, records, caller, cursor) : { ids: [grant.cases], away: [] };
  const cases: CaseOutcome[] = [];
  // One after the other: each reads, and leaves its receipt, before it writes.
  for (const id of ids) cases.push({ case: id, sections: await letInto(records, caller, id, { commandId, grant }) });
  return { cases, away, ...(next !== undefined && { cursor: next }) };
}

async function letInto(
  { recipients, rewrap }: Tools,
  caller: Caller,
  id: string,
  { commandId, grant }: LetIn,
): Promise<readonly RewrapOutcome[]> {
  const { sections } = grant;
  const name = createHash('sha256').update(`${commandId} ${id}`).digest('hex').slice(0, 32);
  const own = commandId.startsWith(AUTOMATIC) ? `${AUTOMATIC}${name}` : name;
  try {
    const keys = [await recipients.keyOf(caller, grant.grantee)];
    return await rewrap.rewrap(caller, { commandId: own, case: id, sections, basis: 'own', keys, grants: [grant.id] });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return sections.map((section) => ({ section, versions: [], left: error.code }));
  }
}

interface NextCases {
  readonly ids: readonly string[];
  readonly away: readonly string[];
  readonly next?: string;
}

/** The patient's own among the next cases of the consortium, hospital by hospital. */
async function ownCases(context: Context, records: Tools, caller: Caller, cursor?: string): Promise<NextCases> {
  const members = (await context.members(caller)).filter(({ kind }) => kind === 'hospital').map(({ mspId }) => mspId);
  const hospitals = [...members].sort();
  const [at = hospitals[0] ?? '', within] = cursor === undefined ? [] : parse(cursor);
  const following = hospitals[hospitals.indexOf(at) + 1];
  const onward = following === undefined ? {} : { next: format(following) };
  const page = await context.cases.list({
    hospital: at,
    limit: CASES,
    ...(within !== undefined && { cursor: within }),
  });
  try {
    const isOwn = await mapInOrder(page.items, AT_ONCE, ({ id }) => isOwnCase(records, caller, id));
    const ids = page.items.filter((_, index) => isOwn[index]).map(({ id }) => id);
    return { ids, away: [], ...(page.cursor === undefined ? onward : { next: format(at, page.cursor) }) };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'LEDGER_UNAVAILABLE') throw error;
    return { ids: [], away: [at], ...onward };
  }
}

const format = (hospital: string, within?: string): string =>
  Buffer.from(JSON.stringify([hospital, within])).toString('base64url');

/** @throws Problem INPUT_INVALID for what is no cursor of ours */
function parse(cursor: string): readonly [string, string?] {
  try {
    const [hospital, within] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof hospital === 'string') return typeof within === 'string' ? [hospital, within] : [hospital];
  } catch {
    // Said below.
  }
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/cursor', rule: 'cursor' }] });
}
