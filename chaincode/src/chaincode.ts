import { JSONSerializer } from 'fabric-contract-api';
import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import { QUERIES, TRANSACTIONS, decodeError, encodeError } from './api';
import { contracts } from './contracts';
import type { Log } from './log';
import { ChaincodeFromContract } from './shim-internals';

const OK = 200;
const ERROR = 500;

/** `contract:transaction` of everything that can be called, and Fabric's own `GetMetadata`. */
const KNOWN: ReadonlySet<string> = new Set([
  ...[...Object.entries(TRANSACTIONS), ...Object.entries(QUERIES)].flatMap(([contract, names]) =>
    Object.keys(names).map((name) => `${contract}:${name}`),
  ),
  'org.hyperledger.fabric:GetMetadata',
]);

type Arguments = { readonly bufferArgs: Buffer[] };

/**
 * The contracts as one chaincode, behind a door that answers in the error table's terms alone: unknown names, wrong
 * numbers of arguments and unexpected faults would otherwise come back in the library's words, with the input in them.
 */
export function createChaincode(log: Log): ChaincodeInterface {
  const inner = new ChaincodeFromContract(
    [...contracts],
    { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } },
    {},
    'rxledger',
    '',
  );
  const invoke = async (stub: ChaincodeStub): Promise<ChaincodeResponse> => {
    const start = process.hrtime.bigint();
    const name = stub.getArgs()[0] ?? '';
    const isKnown = KNOWN.has(name);
    const answer = isKnown && admitArguments(stub, name) ? await inner.Invoke(stub) : refused('INPUT_MALFORMED');
    const told = inTerms(answer);
    log[told.status < ERROR ? 'info' : levelOf(told.message)]('transaction', {
      transactionId: stub.getTxID(),
      function: isKnown ? name : 'unknown',
      status: told.status,
      ...(told.status >= ERROR && { code: codeOf(told.message) }),
      milliseconds: Number(process.hrtime.bigint() - start) / 1e6,
    });
    // Not a refusal but a fault: its text may hold anything, so only who asks for it gets it.
    if (told !== answer) log.debug('fault', { transactionId: stub.getTxID(), reason: answer.message });
    return told;
  };
  return { Init: invoke, Invoke: invoke };
}

/** One argument; a query that takes nothing may have none. */
function admitArguments(stub: ChaincodeStub, name: string): boolean {
  const { bufferArgs } = stub as unknown as Arguments;
  if (name.startsWith('org.hyperledger.fabric')) return bufferArgs.length === 1;
  if (bufferArgs.length === 1) bufferArgs.push(Buffer.from('{}'));
  return bufferArgs.length === 2;
}

const refused = (code: 'INPUT_MALFORMED' | 'LEDGER_INTERNAL'): ChaincodeResponse => ({
  status: ERROR,
  message: encodeError(code),
});

const inTerms = (answer: ChaincodeResponse): ChaincodeResponse =>
  answer.status === OK || decodeError(answer.message ?? '') !== undefined ? answer : refused('LEDGER_INTERNAL');

const codeOf = (message = ''): string => decodeError(message)?.code ?? 'LEDGER_INTERNAL';

/** A refusal is everyday business; an unexpected fault is not. */
const levelOf = (message = ''): 'info' | 'error' => (codeOf(message) === 'LEDGER_INTERNAL' ? 'error' : 'info');
