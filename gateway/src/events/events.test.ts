import { FakeLedger } from '../../test/fake-ledger';
import { testApp } from '../../test/test-app';
import type { App } from '../http/route';
import type { LedgerEventRecord } from '../ledger/ledger';
import { eventStream } from './stream';

const record = (block: number, parties: readonly string[]): LedgerEventRecord => {
  const transactionId = block.toString(16).padStart(64, '0');
  return {
    id: `${block}-${transactionId}`,
    block,
    transactionId,
    event: {
      contract: 'prescription',
      transaction: 'Issue',
      subject: 'x',
      to: 'SUBMITTED',
      version: 1,
      actor: 'HospitalMSP:physician-1',
      parties,
      at: 1,
    },
  };
};

const OURS = ['HospitalMSP', 'CentreMSP'];
const OTHERS = ['PharmacyMSP', 'ThirdPartyMSP'];

describe('an event stream', () => {
  async function* source(...records: LedgerEventRecord[]): AsyncGenerator<LedgerEventRecord> {
    yield* records;
  }
  const collect = async (events: AsyncIterable<LedgerEventRecord>, stop = new AbortController()): Promise<string[]> => {
    const frames: string[] = [];
    for await (const frame of eventStream(events, { party: 'HospitalMSP', heartbeat: 5, signal: stop.signal })) {
      frames.push(frame);
      if (frames.length > 4) stop.abort();
    }
    return frames;
  };

  it('passes on what this organisation has a part in, with the position as id', async () => {
    const frames = await collect(source(record(1, OURS), record(2, OTHERS), record(3, OURS)));
    expect(frames).toHaveLength(3);
    expect(frames[1]).toMatch(/^id: 1-0{63}1\nevent: prescription\.Issue\ndata: \{.*"block":1\}\n\n$/);
    expect(frames[2]).toMatch(/^id: 3-/);
  });

  it('passes on an emergency wherever it was opened: its patient may be of any member', async () => {
    const { event, ...place } = record(1, OTHERS);
    const emergency = { ...place, event: { ...event, contract: 'case', transaction: 'BreakGlass' } };
    const frames = await collect(source(emergency));
    expect(frames[1]).toContain('event: case.BreakGlass\n');
  });

  it('moves the position over events of others when there is silence', async () => {
    async function* slow(): AsyncGenerator<LedgerEventRecord> {
      yield record(1, OTHERS);
      await new Promise(() => undefined);
    }
    const frames = await collect(slow());
    expect(frames[1]).toBe(`id: ${record(1, OTHERS).id}\n\n`);
    expect(frames[2]).toBe(': heartbeat\n\n');
  });

  it('ends when its signal says so, even while nothing happens', async () => {
    const stop = new AbortController();
    const frames = eventStream(
      (async function* () {
        await new Promise(() => undefined);
        yield record(1, OURS);
      })(),
      { party: 'HospitalMSP', heartbeat: 60_000, signal: stop.signal },
    );
    await frames.next();
    const next = frames.next();
    stop.abort();
    await expect(next).resolves.toMatchObject({ done: true });
  });
});

describe('GET /v1/events', () => {
  let ledger: FakeLedger;
  let app: App;
  let address: string;
  const headers = { authorization: 'Bearer p-1.physician' };

  beforeEach(async () => {
    ledger = new FakeLedger();
    ledger.recorded.push(record(1, OURS), record(2, OTHERS), record(3, OURS));
    app = await testApp(ledger, { capabilities: [] });
    address = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => app.close());

  const read = async (extra: Record<string, string>, frames: number, query = ''): Promise<string[]> => {
    const stop = new AbortController();
    const response = await fetch(`${address}/v1/events${query}`, {
      headers: { ...headers, ...extra },
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array);
      if (text.split('\n\n').length > frames) break;
    }
    stop.abort();
    return text.split('\n\n').slice(0, frames);
  };

  it('sends events as they are committed', async () => {
    const frames = await read({}, 3);
    expect(frames[0]).toBe('retry: 1000');
    expect(frames[1]).toContain(record(1, OURS).id);
    expect(frames[2]).toContain(record(3, OURS).id);
  });

  it.each([
    ['Last-Event-ID', { 'last-event-id': record(1, OURS).id }, ''],
    ['after', {}, `?after=${record(1, OURS).id}`],
  ])('goes on after the position in %s', async (_title, extra, query) => {
    const frames = await read(extra as Record<string, string>, 2, query);
    expect(frames[1]).toContain(record(3, OURS).id);
  });

  it('refuses a position that is none', async () => {
    const answer = await app.inject({ url: '/v1/events', headers: { ...headers, 'last-event-id': '1-zz' } });
    expect(answer.json()).toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('lets the service stop while streams are open', async () => {
    const response = await fetch(`${address}/v1/events`, { headers });
    const reader = response.body!.getReader();
    await reader.read();
    await app.close();
    let last = await reader.read();
    while (!last.done) last = await reader.read();
    expect(last.done).toBe(true);
  });
});
