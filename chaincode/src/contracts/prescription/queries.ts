import {
  ROLES,
  type BodyView,
  type DispensingRecord,
  type Finding,
  type HistoryEntry,
  type PrescriptionView,
  type PrescriptionBody,
} from '../../api';
import { checkReading, readersOf, type PrivatePart } from '../../access/private-reading';
import { isDue, statusOf } from '../../domain/admission';
import { allowedIn } from '../../domain/prescription-machine';
import { toView, type PrescriptionHeader } from '../../domain/prescription';
import { checkRedeemable } from '../../domain/redemption';
import { refuse } from '../../domain/refusal';
import { checkPatient } from '../../domain/relation';
import { PRESCRIPTION_INPUT } from '../../domain/validation/prescription-input';
import { sha256 } from '../../store/commitment';
import { readHistory } from '../../store/history';
import { privateKeys } from '../../store/keys';
import { readDispensings, readHeader, readLines } from '../../store/prescriptions';
import { readPrivate } from '../../store/private-data';
import { readPolicy } from '../../store/registry';
import type { Stub } from '../../store/stub';
import { readCode, type Sealed } from '../../store/transient';
import type { Invocation, Query } from '../invocation';

type ById = { readonly id: string };
type Asked = Omit<Invocation<unknown>, 'command'> & { readonly query: ById };

const byId = <Answer>(roles: Query<ById>['roles'], run: (asked: Asked) => Promise<Answer>): Query<ById> => ({
  form: PRESCRIPTION_INPUT.query,
  roles,
  run,
});

/** The header is public to every member. */
export const readQuery = byId(ROLES, async ({ stub, query }): Promise<PrescriptionView> => {
  const header = await readHeader(stub, query.id);
  return toView({ header, lines: await readLines(stub, header) });
});

export const historyQuery = byId(ROLES, async ({ stub, query }): Promise<readonly HistoryEntry[]> => {
  await readHeader(stub, query.id);
  return readHistory(stub, query.id);
});

/** The header, if the caller may read that private part of it. */
async function headerFor(part: PrivatePart, { stub, query, caller }: Asked): Promise<PrescriptionHeader> {
  const header = await readHeader(stub, query.id);
  checkReading(part, header, caller, (await readPolicy(stub)).parameters.hospitalScope);
  if (header.erasedAt !== undefined) refuse('RX_ERASED', statusOf(header));
  return header;
}

async function mustRead<T>(stub: Stub, organisation: string, key: string): Promise<Sealed<T>> {
  return (await readPrivate<T>(stub, organisation, key)) ?? refuse('RX_PRIVATE_ELSEWHERE');
}

export const readBodyQuery = byId(readersOf('body'), async (asked): Promise<BodyView> => {
  const { stub, caller } = asked;
  const header = await headerFor('body', asked);
  const { content, salt } = await mustRead<PrescriptionBody>(stub, caller.mspId, privateKeys.body(stub, header.id));
  if (caller.role === 'patient') checkPatient(content, caller);
  return { body: content, salt };
});

/** Answered by the centre's peer to a dispenser who has the code: what Redeem then sends back as proof. */
export const readForRedemptionQuery = byId(['dispenser'], async ({ stub, query, caller, now }): Promise<BodyView> => {
  const header = await readHeader(stub, query.id);
  if (isDue(header, now)) refuse('RX_EXPIRED', { ...statusOf(header), until: header.validUntil });
  if (header.status !== 'APPROVED') {
    const code = header.holder === undefined ? 'RX_STATUS' : 'RX_HELD';
    refuse(code, { ...statusOf(header), allowed: allowedIn(header.status, caller.role) });
  }
  checkRedeemable(header, caller, sha256(readCode(stub)));
  const { content, salt } = await mustRead<PrescriptionBody>(stub, header.centre, privateKeys.body(stub, header.id));
  return { body: content, salt };
});

export const readFindingsQuery = byId(readersOf('findings'), async (asked): Promise<readonly Finding[]> => {
  const header = await headerFor('findings', asked);
  const key = privateKeys.findings(asked.stub, header.id);
  return (await mustRead<readonly Finding[]>(asked.stub, asked.caller.mspId, key)).content;
});

/** A pharmacy's own records; all of them for the centre. */
export const readDispensingsQuery = byId(readersOf('dispensings'), async (asked) => {
  const { stub, caller } = asked;
  const header = await headerFor('dispensings', asked);
  const own = (await readDispensings(stub, header)).filter(
    ({ pharmacy }) => pharmacy === caller.mspId || header.centre === caller.mspId,
  );
  return Promise.all(
    own.map(async ({ number, transactionId, at, withdrawn }) => ({
      ...(await mustRead<DispensingRecord>(stub, caller.mspId, privateKeys.dispensing(stub, header.id, number)))
        .content,
      transactionId,
      at,
      ...(withdrawn !== undefined && { withdrawnAt: withdrawn.at }),
    })),
  );
});
