import type { Simulation } from '../state/simulation';
import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';
import type { ChaincodeLink } from './link';
import { type ChaincodeMessage, decodeMessage, encodeMessage, messageType, messageTypeName } from './message';
import { OpenQueries } from './queries';
import { type RequestContext, requestHandler } from './requests';

/** How long a transaction may run in a chaincode, in milliseconds (`chaincode.executetimeout`). */
export const EXECUTE_TIMEOUT = 30_000;

/** A call of one chaincode by another: `name`, `name/channel`, and the serialised `protos.ChaincodeInput`. */
export interface NestedCall {
  readonly target: string;
  readonly input: Uint8Array;
}

/** Runs what a chaincode asks of another one; resolves to its COMPLETED (or ERROR) message. */
export type NestedInvoker = (call: NestedCall) => Promise<ChaincodeMessage>;

/** One invocation of a chaincode. */
export interface Invocation {
  readonly channel: string;
  readonly transactionId: string;
  /** Name of the chaincode: the namespace of its state. */
  readonly chaincode: string;
  readonly simulation: Simulation;
  /** Serialised `protos.ChaincodeInput`. */
  readonly input: Uint8Array;
  /** Serialised `protos.SignedProposal`. */
  readonly proposal: Uint8Array;
  readonly isInit: boolean;
  readonly invoke: NestedInvoker;
}

interface Running extends RequestContext {
  readonly invocation: Invocation;
  readonly finish: (outcome: ChaincodeMessage | Error) => void;
}

const NOTHING: Uint8Array = new Uint8Array();

/**
 * The peer's side of the stream to one chaincode process: greets it, runs transactions on it, many at a time, and
 * answers what they ask of the state.
 */
export class ChaincodeStream {
  private readonly running = new Map<string, Running>();
  private phase: 'created' | 'ready' | 'ended' = 'created';
  private readonly readiness: { resolve: () => void; reject: (reason: Error) => void };
  /** Resolves when the chaincode has registered and may be invoked. */
  readonly ready: Promise<void>;
  /** Set by the owner; called once, when the stream is gone. */
  onEnd: (reason: Error) => void = () => undefined;

  constructor(
    private readonly link: ChaincodeLink,
    private readonly packageId: string,
    private readonly timeout = EXECUTE_TIMEOUT,
  ) {
    let readiness: typeof this.readiness | undefined;
    this.ready = new Promise<void>((resolve, reject) => (readiness = { resolve, reject }));
    this.readiness = readiness!;
    this.ready.catch(() => undefined);
    link.onMessage = (bytes) => this.receive(bytes);
    link.onEnd = (reason) => this.end(reason);
  }

  isReady(): boolean {
    return this.phase === 'ready';
  }

  /**
   * Runs one transaction; resolves to the chaincode's COMPLETED or ERROR message.
   * Rejects with Fabric's words when it takes too long, or when the stream ends meanwhile.
   */
  execute(invocation: Invocation): Promise<ChaincodeMessage> {
    const { channel, transactionId } = invocation;
    const id = channel + transactionId;
    if (this.running.has(id))
      return Promise.reject(new Error(`error sending: txid: ${transactionId}(${channel}) exists`));
    if (this.phase !== 'ready') return Promise.reject(new Error('error sending: chaincode stream terminated'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(new Error('timeout expired while executing transaction')), this.timeout);
      const finish = (outcome: ChaincodeMessage | Error) => {
        clearTimeout(timer);
        this.running.delete(id);
        if (outcome instanceof Error) reject(new Error(`error sending: ${outcome.message}`));
        else resolve(outcome);
      };
      const { simulation, chaincode: namespace, isInit } = invocation;
      this.running.set(id, { simulation, namespace, isInit, queries: new OpenQueries(), invocation, finish });
      this.send({
        type: isInit ? messageType.INIT : messageType.TRANSACTION,
        payload: invocation.input,
        transactionId,
        channel,
        proposal: invocation.proposal,
      });
    });
  }

  close(): void {
    this.link.close();
    this.end(new Error('chaincode stream closed'));
  }

  private send(message: ChaincodeMessage): void {
    this.link.send(encodeMessage(message));
  }

  private receive(bytes: Uint8Array): void {
    const message = decodeMessage(bytes);
    if (this.phase === 'created') this.register(message);
    else if (message.type === messageType.COMPLETED || message.type === messageType.ERROR) {
      this.running.get(message.channel + message.transactionId)?.finish(message);
    } else if (message.type !== messageType.KEEPALIVE) {
      this.answer(message);
    }
  }

  private register(message: ChaincodeMessage): void {
    if (message.type !== messageType.REGISTER) {
      this.fail(new Error(`cannot handle message (${messageTypeName(message.type)}) while in created state`));
      return;
    }
    const name = registeredName(message.payload);
    if (name !== this.packageId) {
      this.fail(new Error(`chaincode registered as ${name || 'nobody'} where ${this.packageId} was expected`));
      return;
    }
    this.send({ type: messageType.REGISTERED, payload: NOTHING, transactionId: '', channel: '' });
    this.send({ type: messageType.READY, payload: additionalParameters(), transactionId: '', channel: '' });
    this.phase = 'ready';
    this.readiness.resolve();
  }

  private answer(message: ChaincodeMessage): void {
    const context = this.running.get(message.channel + message.transactionId);
    if (message.type === messageType.INVOKE_CHAINCODE) {
      void this.answerNested(message, context);
      return;
    }
    const handler = requestHandler(message.type);
    if (handler === undefined) {
      this.fail(new Error(`cannot handle message (${messageTypeName(message.type)}) while in ready state`));
      return;
    }
    try {
      if (context === undefined) throw new Error('no ledger context');
      this.respond(message, handler(message.payload, context));
    } catch (error) {
      this.refuse(message, error as Error);
    }
  }

  private async answerNested(message: ChaincodeMessage, context: Running | undefined): Promise<void> {
    try {
      if (context === undefined) throw new Error('could not get valid transaction');
      const completed = await context.invocation.invoke(nestedCall(message.payload));
      this.respond(message, encodeMessage(completed));
    } catch (error) {
      this.refuse(message, error as Error);
    }
  }

  private respond({ transactionId, channel }: ChaincodeMessage, payload: Uint8Array): void {
    this.send({ type: messageType.RESPONSE, payload, transactionId, channel });
  }

  private refuse({ type, transactionId, channel }: ChaincodeMessage, error: Error): void {
    const words = `${messageTypeName(type)} failed: transaction ID: ${transactionId}: ${error.message}`;
    this.send({ type: messageType.ERROR, payload: Buffer.from(words), transactionId, channel });
  }

  private fail(reason: Error): void {
    this.link.close();
    this.end(reason);
  }

  private end(reason: Error): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.readiness.reject(reason);
    for (const running of [...this.running.values()]) running.finish(new Error('chaincode stream terminated'));
    this.onEnd(reason);
  }
}

function registeredName(chaincodeId: Uint8Array): string {
  const reader = new FieldReader(chaincodeId);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2) return reader.string();
    reader.skip();
  }
  return '';
}

/** `protos.ChaincodeAdditionalParams`: shims that know them may send writes in batches and reads together. */
const additionalParameters = (): Uint8Array =>
  new FieldWriter().bool(1, true).number(2, 1000).bool(3, true).number(4, 1000).finish();

/** Name and input of a `protos.ChaincodeSpec`. */
function nestedCall(spec: Uint8Array): NestedCall {
  let target = '';
  let input: Uint8Array = NOTHING;
  const reader = new FieldReader(spec);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2) target = registeredName(reader.bytes());
    else if (field === 3) input = reader.bytes();
    else reader.skip();
  }
  return { target, input };
}
