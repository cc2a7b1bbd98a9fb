import { Simulation } from '../state/simulation';
import { ChaincodeStream, type Invocation } from './chaincode-stream';
import { FieldWriter } from '../protobuf/writer';
import type { ChaincodeLink } from './link';
import { type ChaincodeMessage, decodeMessage, encodeMessage, messageType } from './message';

const NOTHING: Uint8Array = new Uint8Array();

/** The chaincode's end of a line, by hand. */
class FakeLink implements ChaincodeLink {
  readonly sent: ChaincodeMessage[] = [];
  isClosed = false;
  onMessage: (message: Uint8Array) => void = () => undefined;
  onEnd: (reason: Error) => void = () => undefined;

  send(message: Uint8Array): void {
    this.sent.push(decodeMessage(message));
  }

  close(): void {
    this.isClosed = true;
  }

  say(type: number, payload: Uint8Array = NOTHING, transactionId = 't1'): void {
    this.onMessage(encodeMessage({ type, payload, transactionId, channel: 'ch' }));
  }

  register(name: string): void {
    this.say(messageType.REGISTER, new FieldWriter().string(2, name).finish(), '');
  }
}

const invocation = (transactionId: string): Invocation => ({
  channel: 'ch',
  transactionId,
  chaincode: 'cc',
  simulation: { getState: (_namespace: string, key: string) => Buffer.from(key) } as unknown as Simulation,
  input: NOTHING,
  proposal: Buffer.from('proposal'),
  isInit: false,
  invoke: () => Promise.reject(new Error('nobody to call')),
});

const registered = (timeout?: number) => {
  const link = new FakeLink();
  const stream = new ChaincodeStream(link, 'cc:1', timeout);
  link.register('cc:1');
  return { link, stream };
};

const textOf = ({ payload }: ChaincodeMessage): string => Buffer.from(payload).toString();

describe('the stream to a chaincode', () => {
  it('is ready once the chaincode has registered under the name of its package', async () => {
    const { link, stream } = registered();
    await stream.ready;
    expect(stream.isReady()).toBe(true);
    expect(link.sent.map(({ type }) => type)).toEqual([messageType.REGISTERED, messageType.READY]);
  });

  it('is refused to a chaincode of another name', async () => {
    const link = new FakeLink();
    const stream = new ChaincodeStream(link, 'cc:1');
    link.register('cc:2');
    await expect(stream.ready).rejects.toThrow('chaincode registered as cc:2 where cc:1 was expected');
    expect(link.isClosed).toBe(true);
  });

  it('carries many transactions at a time, each with its own answer', async () => {
    const { link, stream } = registered();
    const answers = ['t1', 't2'].map((id) => stream.execute(invocation(id)));
    link.say(messageType.GET_STATE, new FieldWriter().string(1, 'key').finish(), 't2');
    link.say(messageType.COMPLETED, Buffer.from('second'), 't2');
    link.say(messageType.COMPLETED, Buffer.from('first'), 't1');
    expect((await Promise.all(answers)).map(textOf)).toEqual(['first', 'second']);
    const response = link.sent.find(({ type }) => type === messageType.RESPONSE)!;
    expect([response.transactionId, textOf(response)]).toEqual(['t2', 'key']);
  });

  it('carries a transaction once only', async () => {
    const { stream } = registered();
    void stream.execute(invocation('t1')).catch(() => undefined);
    await expect(stream.execute(invocation('t1'))).rejects.toThrow('error sending: txid: t1(ch) exists');
    stream.close();
  });

  it('fails what runs, at once, when it ends, and takes nothing more', async () => {
    const { link, stream } = registered();
    const ended: string[] = [];
    stream.onEnd = ({ message }) => ended.push(message);
    const answer = stream.execute(invocation('t1'));
    link.onEnd(new Error('gone'));
    await expect(answer).rejects.toThrow(/^error sending: chaincode stream terminated$/);
    await expect(stream.execute(invocation('t2'))).rejects.toThrow('chaincode stream terminated');
    expect(ended).toEqual(['gone']);
  });

  it('gives up a transaction that takes too long, and answers nothing more of it', async () => {
    const { link, stream } = registered(1);
    await expect(stream.execute(invocation('t1'))).rejects.toThrow(
      /^error sending: timeout expired while executing transaction$/,
    );
    link.say(messageType.GET_STATE, new FieldWriter().string(1, 'key').finish());
    const [last] = link.sent.slice(-1);
    expect([last!.type, textOf(last!)]).toEqual([
      messageType.ERROR,
      'GET_STATE failed: transaction ID: t1: no ledger context',
    ]);
  });

  it('ends when the chaincode asks for what there is not', () => {
    const { link } = registered();
    link.say(99);
    expect(link.isClosed).toBe(true);
  });
});
