import { peer } from '@hyperledger/fabric-protos';
import type { Proposal, SimulationResult, SystemChaincode } from '../peer/simulation';
import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';
import type { Simulation } from '../state/simulation';
import { equalBytes } from '../wire/bytes';
import type { ChaincodeStream, NestedCall } from './chaincode-stream';
import { decodeInput, encodeInput, type InvocationInput } from './invocation-input';
import { type ChaincodeMessage, messageType } from './message';
import { inNetworkTime } from './network-time';

/** Where transactions are simulated: the state of a channel as the runner's peer sees it. */
export interface SimulationLedger {
  /** The caller must end the simulation with `done`. */
  simulate(proposal: Proposal, mspId: string): Simulation;
}

/** What a runner runs chaincodes on. */
export interface RunnerParts {
  readonly mspId: string;
  ledger(channel: string): SimulationLedger | undefined;
  system(name: string): SystemChaincode | undefined;
  /** The stream to the process that runs a chaincode. Rejects, in Fabric's words, where there is none. */
  stream(channel: string, chaincode: string): Promise<ChaincodeStream>;
  /** Refuses a chaincode's call of a chaincode that its caller may not make. */
  checkNestedCall?(proposal: Proposal, channel: string): void;
}

/** Where a chaincode runs, and on what. */
interface Frame {
  readonly proposal: Proposal;
  readonly signed: Uint8Array;
  readonly channel: string;
  readonly chaincode: string;
  readonly simulation: Simulation;
}

/** The key by which a chaincode with an Init remembers for which version it ran. */
const INITIALISED = '\u0000\u{10ffff}initialized';

const serialisedProposals = new WeakMap<Proposal, Uint8Array>();

/** A proposal for the chaincode's eyes. Several peers run the same one: it is serialised once. */
function serialised(proposal: Proposal): Uint8Array {
  let bytes = serialisedProposals.get(proposal);
  if (bytes === undefined) serialisedProposals.set(proposal, (bytes = inNetworkTime(proposal).serializeBinary()));
  return bytes;
}

/** Runs proposals on one organisation's chaincodes: simulation, nested calls, answer. */
export class ChaincodeRunner {
  constructor(private readonly parts: RunnerParts) {}

  /** Simulates a proposal at the peer's present height. Rejects with Fabric's words. */
  async run(proposal: Proposal): Promise<SimulationResult> {
    const ledger = this.parts.ledger(proposal.channel);
    if (ledger === undefined) throw new Error(`channel '${proposal.channel}' not found`);
    const simulation = ledger.simulate(proposal, this.parts.mspId);
    const { channel, chaincode } = proposal;
    const frame: Frame = { proposal, signed: serialised(proposal), channel, chaincode, simulation };
    try {
      const completed = await this.invoke(frame, proposal);
      const { response, event } = readOutcome(completed);
      const isError = response.getStatus() >= 400;
      return { response, event: isError ? undefined : completeEvent(event, frame), ...simulation.result() };
    } catch (error) {
      throw new Error(`failed to execute transaction ${proposal.transactionId}: ${(error as Error).message}`);
    } finally {
      simulation.done();
    }
  }

  private async invoke(frame: Frame, input: InvocationInput): Promise<ChaincodeMessage> {
    const system = this.parts.system(frame.chaincode);
    if (system !== undefined) return runSystem(system, frame);
    const isInit = enter(frame, input);
    const stream = await this.parts.stream(frame.channel, frame.chaincode);
    return stream.execute({
      channel: frame.channel,
      transactionId: frame.proposal.transactionId,
      chaincode: frame.chaincode,
      simulation: frame.simulation,
      input: encodeInput(input),
      proposal: frame.signed,
      isInit,
      invoke: (call) => this.invokeNested(frame, call),
    });
  }

  /** A chaincode calls another: on its own channel in the same simulation, on another channel for reading alone. */
  private async invokeNested(caller: Frame, call: NestedCall): Promise<ChaincodeMessage> {
    const [target = '', channel = caller.channel] = splitOnce(call.target, '/');
    const [chaincode = ''] = splitOnce(target, ':');
    if (this.parts.system(chaincode) === undefined) this.parts.checkNestedCall?.(caller.proposal, channel);
    const input = decodeInput(call.input);
    if (channel === caller.channel) return this.nested({ ...caller, chaincode }, input);
    const ledger = this.parts.ledger(channel);
    if (ledger === undefined) throw new Error(`failed to find ledger for channel: ${channel}`);
    const simulation = ledger.simulate(caller.proposal, this.parts.mspId);
    try {
      return await this.nested({ ...caller, channel, chaincode, simulation }, input);
    } finally {
      simulation.done();
    }
  }

  private async nested(frame: Frame, input: InvocationInput): Promise<ChaincodeMessage> {
    try {
      return await this.invoke(frame, input);
    } catch (error) {
      throw new Error(`execute failed: ${(error as Error).message}`);
    }
  }
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Checks that the chaincode is defined and initialised, and notes that this transaction runs it. */
function enter({ simulation, channel, chaincode }: Frame, input: InvocationInput): boolean {
  const definition = simulation.enterChaincode(chaincode);
  const invalid = (reason: string) => new Error(`invalid invocation: ${reason}`);
  if (definition === undefined) {
    throw invalid(
      `[channel ${channel}] failed to get chaincode container info for ${chaincode}: chaincode ${chaincode} not found`,
    );
  }
  const version = Buffer.from(definition.version);
  const present = definition.initRequired ? simulation.getState(chaincode, INITIALISED) : version;
  const isInitialised = present !== undefined && equalBytes(present, version);
  if (!input.isInit) {
    if (isInitialised) return false;
    throw invalid(`chaincode '${chaincode}' has not been initialized for this version, must call as init first`);
  }
  if (!definition.initRequired) {
    throw invalid(`chaincode '${chaincode}' does not require initialization but called as init`);
  }
  if (isInitialised) throw invalid(`chaincode '${chaincode}' is already initialized but called as init`);
  simulation.putState(chaincode, INITIALISED, version);
  return true;
}

async function runSystem(system: SystemChaincode, { proposal, channel, simulation }: Frame): Promise<ChaincodeMessage> {
  const completed = (response: peer.Response): ChaincodeMessage => ({
    type: messageType.COMPLETED,
    payload: response.serializeBinary(),
    transactionId: proposal.transactionId,
    channel,
  });
  try {
    return completed(await system.invoke(simulation));
  } catch (error) {
    const response = new peer.Response();
    response.setStatus(500);
    response.setMessage((error as Error).message);
    return completed(response);
  }
}

function readOutcome(message: ChaincodeMessage): { response: peer.Response; event: Uint8Array | undefined } {
  if (message.type === messageType.ERROR) {
    throw new Error(`transaction returned with failure: ${Buffer.from(message.payload).toString()}`);
  }
  return { response: peer.Response.deserializeBinary(message.payload), event: message.event };
}

/** The peer fills in what the chaincode leaves open: its own name, and the transaction. */
function completeEvent(event: Uint8Array | undefined, frame: Frame): peer.ChaincodeEvent | undefined {
  if (event === undefined) return undefined;
  let name = '';
  let payload: Uint8Array = new Uint8Array();
  const reader = new FieldReader(event);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 3) name = reader.string();
    else if (field === 4) payload = reader.bytes();
    else reader.skip();
  }
  const bytes = new FieldWriter()
    .string(1, frame.chaincode)
    .string(2, frame.proposal.transactionId)
    .string(3, name)
    .bytes(4, payload);
  return peer.ChaincodeEvent.deserializeBinary(bytes.finish());
}
