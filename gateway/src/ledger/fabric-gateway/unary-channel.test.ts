import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { UnaryChannel } from './unary-channel';

const frame = (message: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};

describe('a unary channel', () => {
  let server: Http2Server;
  let channel: UnaryChannel;
  let sessions: Set<ServerHttp2Session>;
  let handle: (stream: ServerHttp2Stream, message: Buffer) => void;

  beforeEach(async () => {
    sessions = new Set();
    server = createServer();
    server.on('session', (session) => {
      sessions.add(session);
      session.on('error', () => undefined);
    });
    server.on('stream', (stream) => {
      const parts: Buffer[] = [];
      stream.on('error', () => undefined);
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        handle(stream, Buffer.concat(parts).subarray(5));
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    channel = new UnaryChannel({
      address: `http://127.0.0.1:${port}`,
      authorities: undefined,
      serverName: undefined,
      limit: 1000,
    });
    handle = (stream, message) => {
      answer(stream, Buffer.concat([Buffer.from('echo '), message]));
    };
  });
  afterEach(async () => {
    channel.close();
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const answer = (stream: ServerHttp2Stream, message: Buffer, chunks = 1): void => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => {
      stream.sendTrailers({ 'grpc-status': '0' });
    });
    const bytes = frame(message);
    const size = Math.ceil(bytes.length / chunks);
    for (let start = 0; start < bytes.length; start += size) stream.write(bytes.subarray(start, start + size));
    stream.end();
  };
  const refuse = (stream: ServerHttp2Stream, headers: Record<string, string>): void => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...headers }, { endStream: true });
  };
  const call = (text: string, patience = 5000): Promise<string> =>
    channel.call('/gateway.Gateway/Evaluate', Buffer.from(text), Date.now() + patience).then(String);

  it('sends a message and gives back the answer, many on one connection', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => call(text)));
    expect(answers).toEqual(['echo a', 'echo b', 'echo c']);
    expect(sessions.size).toBe(1);
  });

  it('puts an answer together that comes in pieces', async () => {
    handle = (stream, message) => {
      answer(stream, message, 3);
    };
    await expect(call('in pieces')).resolves.toBe('in pieces');
  });

  it('gives a refusal with its code, text and details', async () => {
    handle = (stream) => {
      refuse(stream, {
        'grpc-status': '10',
        'grpc-message': 'failed to endorse %C3%BC',
        'grpc-status-details-bin': Buffer.from('details').toString('base64'),
      });
    };
    const fault = await call('x').catch((error: unknown) => error as { metadata: { get(name: string): unknown[] } });
    expect(fault).toMatchObject({ code: 10, details: 'failed to endorse ü' });
    expect((fault as Exclude<typeof fault, string>).metadata.get('grpc-status-details-bin')).toEqual([
      Buffer.from('details'),
    ]);
  });

  it('ends a call at its deadline', async () => {
    handle = () => undefined;
    await expect(call('x', 30)).rejects.toMatchObject({ code: 4 });
    await expect(call('x', -1)).rejects.toMatchObject({ code: 4 });
  });

  it('says that nobody is there', async () => {
    channel.close();
    channel = new UnaryChannel({
      address: 'http://127.0.0.1:9',
      authorities: undefined,
      serverName: undefined,
      limit: 1000,
    });
    await expect(call('x')).rejects.toMatchObject({ code: 14 });
  });

  it('says that the connection broke, and makes a new one for the next call', async () => {
    handle = (stream) => {
      stream.session?.destroy();
    };
    await expect(call('x')).rejects.toMatchObject({ code: 14 });
    handle = (stream, message) => {
      answer(stream, message);
    };
    await expect(call('y')).resolves.toBe('y');
    expect(sessions.size).toBe(2);
  });

  it('leaves a connection whose peer is going away, without losing what is under way', async () => {
    handle = (stream, message) => {
      stream.session?.goaway();
      setTimeout(() => {
        answer(stream, message);
      }, 20);
    };
    await expect(call('under way')).resolves.toBe('under way');
    handle = (stream, message) => {
      answer(stream, message);
    };
    await expect(call('next')).resolves.toBe('next');
    expect(sessions.size).toBe(2);
  });

  it('refuses an answer above the limit', async () => {
    handle = (stream) => {
      answer(stream, Buffer.alloc(2000));
    };
    await expect(call('x')).rejects.toMatchObject({ code: 8 });
  });

  it('refuses what is no gRPC', async () => {
    handle = (stream) => {
      stream.respond({ ':status': 502 });
      stream.end('bad gateway');
    };
    await expect(call('x')).rejects.toMatchObject({ code: 14 });
  });

  it('refuses calls once closed', async () => {
    channel.close();
    await expect(call('x')).rejects.toMatchObject({ code: 14 });
  });
});
