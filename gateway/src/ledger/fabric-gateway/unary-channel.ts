import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { GrpcFault } from './grpc-fault';

const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_CONTENT_TYPE, HTTP2_HEADER_TE } = constants;

const UNKNOWN = 2;
const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;

/** Bytes of window a connection and a stream offer to the peer: answers are small, many share a connection. */
const WINDOW = 4 * 1024 * 1024;

/** Milliseconds a peer has to answer a ping. */
const PING = 5000;

export interface UnaryPeer {
  /** `https://host:port`, or `http://` without TLS. */
  readonly address: string;
  /** PEM of the TLS authorities. */
  readonly authorities: string | undefined;
  /** The name in the peer's TLS certificate, where it is not the host's. */
  readonly serverName: string | undefined;
  /** Bytes of the largest answer. */
  readonly limit: number;
}

/**
 * gRPC's unary calls on one HTTP/2 connection, and nothing else of gRPC: no filters, no load balancing, no retries. A
 * call takes a third of the processor time it takes through a whole client, and an evaluation is little more than a call.
 */
export class UnaryChannel {
  #session: ClientHttp2Session | undefined;
  #isClosed = false;

  constructor(private readonly peer: UnaryPeer) {}

  /** Sends one message and resolves with the answer. @throws GrpcFault */
  call(path: string, message: Uint8Array, deadline: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const left = deadline - Date.now();
      if (left <= 0) {
        reject(new GrpcFault(DEADLINE_EXCEEDED, 'the deadline was over before the call'));
        return;
      }
      const stream = this.#connected().request({
        [HTTP2_HEADER_METHOD]: 'POST',
        [HTTP2_HEADER_PATH]: path,
        [HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
        [HTTP2_HEADER_TE]: 'trailers',
        'grpc-timeout': `${Math.ceil(left)}m`,
        'user-agent': 'rxledger-gateway',
      });
      const suspect = (): void => {
        this.#probe();
      };
      new Exchange(stream, left, this.peer.limit, { resolve, reject, suspect }).send(message);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#session?.close();
  }

  /** A call without an answer may mean a connection without a peer: one that does not answer a ping is given up. */
  #probe(): void {
    const session = this.#session;
    if (session === undefined || session.destroyed) return;
    const timer = setTimeout(() => {
      session.destroy();
    }, PING).unref();
    session.ping(() => {
      clearTimeout(timer);
    });
  }

  #connected(): ClientHttp2Session {
    if (this.#isClosed) throw new GrpcFault(UNAVAILABLE, 'the channel is closed');
    const known = this.#session;
    if (known !== undefined && !known.closed && !known.destroyed) return known;
    const { address, authorities, serverName } = this.peer;
    const session = connect(address, {
      ...(authorities === undefined ? {} : { ca: authorities }),
      ...(serverName === undefined ? {} : { servername: serverName }),
      settings: { enablePush: false, initialWindowSize: WINDOW },
    });
    const forget = (): void => {
      if (this.#session === session) this.#session = undefined;
    };
    session.once('connect', () => {
      session.setLocalWindowSize(WINDOW);
    });
    // Its streams report the fault to their callers.
    session.on('error', forget);
    session.once('close', forget);
    // The peer is going away: calls under way end, new ones get a new connection.
    session.once('goaway', () => {
      forget();
      session.close();
    });
    // An open connection must not keep the process alive.
    session.unref();
    this.#session = session;
    return session;
  }
}

/** Who waits for a call. */
interface Waiting {
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (fault: GrpcFault) => void;
  /** Told when there was no answer in time. */
  readonly suspect: () => void;
}

/** One call under way. */
class Exchange {
  readonly #parts: Buffer[] = [];
  readonly #timer: NodeJS.Timeout;
  #length = 0;
  #headers: IncomingHttpHeaders = {};
  #isSettled = false;

  constructor(
    private readonly stream: ClientHttp2Stream,
    milliseconds: number,
    private readonly limit: number,
    private readonly waiting: Waiting,
  ) {
    this.#timer = setTimeout(() => {
      this.#fail(DEADLINE_EXCEEDED, 'Deadline exceeded');
      waiting.suspect();
      stream.close(constants.NGHTTP2_CANCEL);
    }, milliseconds);
    stream.on('response', (headers) => {
      this.#headers = headers;
    });
    stream.on('trailers', (trailers) => {
      this.#headers = { ...this.#headers, ...trailers };
    });
    stream.on('data', (part: Buffer) => {
      this.#take(part);
    });
    stream.on('error', (cause) => {
      this.#fail(UNAVAILABLE, cause.message, cause);
    });
    stream.on('close', () => {
      this.#end();
    });
  }

  /** The message behind gRPC's prefix: not compressed, length. */
  send(message: Uint8Array): void {
    const frame = Buffer.allocUnsafe(5 + message.length);
    frame.writeUInt8(0, 0);
    frame.writeUInt32BE(message.length, 1);
    frame.set(message, 5);
    this.stream.end(frame);
  }

  #take(part: Buffer): void {
    this.#length += part.length;
    this.#parts.push(part);
    if (this.#length <= this.limit) return;
    this.#fail(RESOURCE_EXHAUSTED, 'the answer is larger than the limit');
    this.stream.close(constants.NGHTTP2_CANCEL);
  }

  #end(): void {
    if (this.#isSettled) return;
    const status = Number(this.#headers['grpc-status'] ?? Number.NaN);
    if (Number.isNaN(status)) {
      this.#fail(UNAVAILABLE, `the connection ended without an answer (HTTP ${this.#headers[':status'] ?? 'none'})`);
      return;
    }
    if (status !== 0) {
      const details = this.#headers['grpc-status-details-bin'];
      const text = decodeURIComponentSafely(String(this.#headers['grpc-message'] ?? ''));
      this.#settle();
      this.waiting.reject(
        new GrpcFault(status, text, typeof details === 'string' ? Buffer.from(details, 'base64') : undefined),
      );
      return;
    }
    const answer = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    if (answer.length < 5 || answer[0] !== 0 || answer.readUInt32BE(1) !== answer.length - 5) {
      this.#fail(UNKNOWN, 'the answer is not one gRPC message');
      return;
    }
    this.#settle();
    this.waiting.resolve(answer.subarray(5));
  }

  #fail(code: number, text: string, cause?: unknown): void {
    if (this.#isSettled) return;
    this.#settle();
    this.waiting.reject(new GrpcFault(code, text, undefined, { cause }));
  }

  #settle(): void {
    this.#isSettled = true;
    clearTimeout(this.#timer);
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
