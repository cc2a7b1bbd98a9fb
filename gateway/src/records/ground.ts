import type { Basis, GrantView, Purpose } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Transient } from '../ledger/ledger';
import type { RecordLedger } from './record-ledger';

/** On what ground a request wants to read or write; what is left out follows from the rest and from who calls. */
export interface GroundRequest {
  readonly basis?: Basis;
  readonly purpose?: Purpose;
  /** Id of a consent. */
  readonly grant?: string;
  readonly emergency?: string;
}

/** A ground in full, as a command names it; whether it holds is the chaincode's to say. */
export interface Ground {
  readonly basis: Basis;
  readonly purpose: Purpose;
  readonly grant?: string;
  readonly emergency?: string;
}

/** A ground, and the grant that it rests on. */
export interface FoundGround {
  readonly ground: Ground;
  readonly given?: GrantView;
}

/** Fills in a ground: a patient's own, a consent's, an emergency's, else by treating. */
export async function findGround(ledger: RecordLedger, caller: Caller, request: GroundRequest): Promise<FoundGround> {
  const { grant, emergency } = request;
  const basis = request.basis ?? basisOf(caller, request);
  if (basis === 'grant') {
    const given = await ledger.grant(caller, need(grant, '/grant'));
    return { ground: { basis, purpose: request.purpose ?? given.purpose, grant: given.id }, given };
  }
  if (basis === 'emergency') {
    const id = need(emergency, '/emergency');
    return { ground: { basis, purpose: request.purpose ?? 'emergency', emergency: id } };
  }
  return { ground: { basis, purpose: request.purpose ?? (basis === 'own' ? 'personal' : 'care') } };
}

function basisOf(caller: Caller, { grant, emergency }: GroundRequest): Basis {
  if (emergency !== undefined) return 'emergency';
  if (grant !== undefined) return 'grant';
  return caller.role === 'patient' ? 'own' : 'treating';
}

function need(value: string | undefined, path: string): string {
  if (value !== undefined) return value;
  throw new Problem('INPUT_INVALID', { faults: [{ path, rule: 'required' }] });
}

/** What a reader has to show of the case's patient: the patient, and who reads under a grant for all cases. */
export async function proofToRead(
  ledger: RecordLedger,
  caller: Caller,
  id: string,
  { ground, given }: FoundGround,
): Promise<Transient> {
  if (ground.basis === 'own' && caller.role === 'patient') {
    return { subjectSalt: (await ledger.subject(caller, id)).salt };
  }
  if (given?.cases === 'all') return { subjectSalt: (await ledger.subject(caller, id, given.id)).salt };
  return {};
}
