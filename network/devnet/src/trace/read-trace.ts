import { X509Certificate } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity';
import type { Ledger } from '../ledger/ledger';
import { readReadWriteSet } from '../ledger/read-rwset';
import { summarise } from '../ledger/transaction-summary';
import type { EndorserTransaction } from '../ledger/transaction';
import type { TransactionPlace } from '../ledger/transaction-index';
import { parseEnvelope } from '../ledger/validation/form';
import { differencesOf } from './differences';
import { policiesThen } from './policies-then';
import { readsThen } from './reads-then';
import { whyInvalid, whyNotEndorsed } from './reasons';
import type { SeenAnswer, SeenTransaction } from './recorder';
import type { EndorsementTrace, TransactionTrace } from './transaction-trace';
import { writesOf } from './writes-of';

const nothing = { policies: [], reads: [], ranges: [], writes: [], keyPolicies: [], collections: [] } as const;

const creatorOf = (identity: Pick<Identity, 'mspId' | 'certificatePem'>): TransactionTrace['creator'] => {
  const { subject } = new X509Certificate(identity.certificatePem);
  return { mspId: identity.mspId, enrolmentId: /^CN=(.+)$/m.exec(subject)?.[1] ?? '' };
};

const codeName = (code: number): string =>
  Object.entries(peer.TxValidationCode).find(([, value]) => value === code)?.[0] ?? String(code);

const seenAnswer = (answer: SeenAnswer, first: Uint8Array | undefined): EndorsementTrace => {
  const differences = first && answer.payload ? differencesOf(first, answer.payload) : [];
  return {
    mspId: answer.mspId,
    height: answer.height,
    outcome: answer.outcome,
    ...(answer.message !== undefined && { message: answer.message }),
    milliseconds: answer.to - answer.from,
    ...(differences.length > 0 && { differences }),
  };
};

const seenAnswers = (seen: SeenTransaction | undefined): EndorsementTrace[] => {
  const first = seen?.answers.find(({ payload }) => payload)?.payload;
  return (seen?.answers ?? []).map((answer) => seenAnswer(answer, first));
};

/** Endorsements in a transaction, with what was seen of them; then what was seen beside. */
const endorsementsOf = (
  transaction: EndorserTransaction,
  identityOf: (serialised: Uint8Array) => Identity | undefined,
  seen: SeenTransaction | undefined,
): EndorsementTrace[] => {
  const answers = seenAnswers(seen);
  const used = transaction.endorsements.map(({ identity: serialised, signature }) => {
    const identity = identityOf(serialised);
    const signed = Buffer.concat([transaction.responsePayload, serialised]);
    const mspId = identity?.mspId ?? '?';
    const at = answers.findIndex((answer) => answer.mspId === mspId && answer.outcome === 'endorsed');
    const [answer] = at < 0 ? [] : answers.splice(at, 1);
    return { ...answer, mspId, isUsed: true, isSignatureValid: identity?.verify(signed, signature) ?? false };
  });
  return [...used, ...answers.map((answer) => ({ ...answer, isUsed: false }))];
};

const phases = (seen: SeenTransaction | undefined): TransactionTrace['milliseconds'] => {
  if (!seen || seen.answers.length === 0) return {};
  const from = Math.min(...seen.answers.map((answer) => answer.from));
  const to = Math.max(...seen.answers.map((answer) => answer.to));
  return {
    endorsement: to - from,
    ...(seen.taken !== undefined && { submission: seen.taken - to }),
    ...(seen.taken !== undefined && seen.committed !== undefined && { ordering: seen.committed - seen.taken }),
  };
};

/** Reads and writes of what the first endorser said, where nothing is in a block. */
const endorsedSet = (seen: SeenTransaction) => {
  const payload = seen.answers.find((answer) => answer.payload)?.payload;
  if (!payload) return nothing;
  const extension = peer.ProposalResponsePayload.deserializeBinary(payload).getExtension_asU8();
  const set = readReadWriteSet(peer.ChaincodeAction.deserializeBinary(extension).getResults_asU8());
  return {
    ...nothing,
    reads: set.namespaces.flatMap(({ namespace, reads }) =>
      reads.map(({ key, version }) => ({ namespace, key, ...(version && { version }) })),
    ),
    ...writesOf(set, { privateReads: new Map() }),
  };
};

/** A transaction that is in no block, as far as it was seen. */
export const uncommittedTrace = (transactionId: string, seen: SeenTransaction): TransactionTrace => {
  const endorsements = seenAnswers(seen);
  const reason = whyNotEndorsed(endorsements);
  return {
    transactionId,
    channel: seen.channel,
    chaincode: seen.chaincode,
    function: seen.function,
    creator: creatorOf(seen.creator),
    status: 'not committed',
    ...(reason !== undefined && { reason }),
    endorsements,
    ...endorsedSet(seen),
    milliseconds: phases(seen),
  };
};

const tryIdentity = (ledger: Ledger, height: number) => (serialised: Uint8Array) => {
  try {
    return ledger.configAt(height).identity(serialised);
  } catch {
    return undefined;
  }
};

/** A transaction that stands in a block: what validation made of it is found out again, from the state as it was then. */
export const committedTrace = (
  ledger: Ledger,
  transactionId: string,
  { block: number, index, code }: TransactionPlace,
  seen: SeenTransaction | undefined,
): TransactionTrace => {
  const block = ledger.block(number)!;
  const envelope = block.getData()!.getDataList_asU8()[index]!;
  const codes = block.getMetadata()!.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER]!;
  const parsed = parseEnvelope(envelope, ledger.configAt(number));
  const summary = summarise(envelope);
  const frame = {
    transactionId,
    channel: ledger.channel,
    chaincode: summary?.chaincode ?? '',
    function: summary === undefined || summary.function === '?' ? '' : summary.function,
    status: code === peer.TxValidationCode.VALID ? ('valid' as const) : ('invalid' as const),
    block: number,
    position: index,
    code: codeName(code),
    milliseconds: phases(seen),
  };
  if (parsed.kind !== 'endorser') {
    const creator = seen ? creatorOf(seen.creator) : { mspId: '', enrolmentId: '' };
    const reason = parsed.kind === 'invalid' ? { reason: parsed.reason } : {};
    return { ...frame, ...nothing, ...reason, creator, endorsements: seenAnswers(seen) };
  }
  const { transaction } = parsed;
  const found = readsThen(ledger.state, transaction.writes, { block: number, transaction: index });
  const trace: TransactionTrace = {
    ...frame,
    creator: creatorOf(transaction.creator),
    ...(transaction.event && { event: transaction.event.getEventName() }),
    endorsements: endorsementsOf(transaction, tryIdentity(ledger, number), seen),
    policies: policiesThen(ledger, transaction, { block: number, index, codes }),
    reads: found.reads,
    ranges: found.ranges,
    ...writesOf(transaction.writes, found),
  };
  const reason = whyInvalid(code, trace);
  return reason === undefined ? trace : { ...trace, reason };
};
