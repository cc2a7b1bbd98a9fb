import type { Context } from 'fabric-contract-api';
import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import { QUERIES, TRANSACTIONS, encodeError } from './api';
import { contracts } from './contracts';
import { Refusal } from './domain/refusal';
import type { Log } from './log';
import { callerIdentities, createContext, createMetadataChaincode } from './shim-internals';

const OK = 200;
const ERROR = 500;
const GET_METADATA = 'org.hyperledger.fabric:GetMetadata';

type Method = (ctx: Context, input: string) => Promise<string>;

/** Every transaction and query of the tables, by `contract:name`. */
function methods(): ReadonlyMap<string, Method> {
  const named = new Map<string, Method>();
  for (const contractClass of contracts) {
    const contract = new contractClass();
    const own = contract as unknown as Readonly<Record<string, Method>>;
    const name = contract.getName() as keyof typeof TRANSACTIONS;
    for (const method of [...Object.keys(TRANSACTIONS[name]), ...Object.keys(QUERIES[name])]) {
      named.set(`${name}:${method}`, (ctx, input) => own[method]!(ctx, input));
    }
  }
  return named;
}

/** What came of an invocation: the answer, the code it is logged under, the text of a fault for who asks for it. */
interface Told {
  readonly answer: ChaincodeResponse;
  readonly code?: string;
  readonly reason?: string;
}

/**
 * The contracts as one chaincode, behind a door that answers in the error table's terms alone: unknown names, wrong
 * numbers of arguments and unexpected faults would otherwise come back in the library's words, with the input in them.
 * Known names go straight to their method, and a certificate is parsed once, not with every call.
 */
export function createChaincode(log: Log): ChaincodeInterface {
  const known = methods();
  const metadata = createMetadataChaincode(contracts);
  const identityOf = callerIdentities();

  async function call(stub: ChaincodeStub): Promise<Told> {
    const [name = '', input, ...more] = stub.getArgs();
    if (name === GET_METADATA) return { answer: await metadata.Invoke(stub) };
    const method = known.get(name);
    if (method === undefined || more.length > 0) return refused(new Refusal('INPUT_MALFORMED'));
    try {
      // A query that takes nothing may be asked with nothing.
      const text = await method(createContext(stub, identityOf(stub)), input ?? '{}');
      return { answer: { status: OK, payload: Buffer.from(text) } };
    } catch (error) {
      return refused(error);
    }
  }

  const invoke = async (stub: ChaincodeStub): Promise<ChaincodeResponse> => {
    const start = process.hrtime.bigint();
    const { answer, code, reason } = await call(stub);
    const name = stub.getArgs()[0] ?? '';
    const transactionId = stub.getTxID();
    log[code === 'LEDGER_INTERNAL' ? 'error' : 'info']('transaction', {
      transactionId,
      function: known.has(name) ? name : 'unknown',
      status: answer.status,
      ...(code !== undefined && { code }),
      milliseconds: Number(process.hrtime.bigint() - start) / 1e6,
    });
    if (reason !== undefined) log.debug('fault', { transactionId, reason });
    return answer;
  };
  return { Init: invoke, Invoke: invoke };
}

/** A refusal is everyday business; anything else is a fault, whose text may hold anything. */
function refused(error: unknown): Told {
  if (error instanceof Refusal) return { answer: { status: ERROR, message: error.message }, code: error.code };
  const code = 'LEDGER_INTERNAL';
  return { answer: { status: ERROR, message: encodeError(code) }, code, reason: String(error) };
}
