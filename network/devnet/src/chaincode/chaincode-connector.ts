import type { ChaincodeConnection } from '../lifecycle/chaincode-package';
import { ChaincodeStream } from './chaincode-stream';
import { linkOverGrpc } from './grpc-link';

/** Waiting times between attempts to reach a process that went away, in milliseconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * Keeps the line to one chaincode process: dials when a transaction needs it, and by itself again when the line was lost,
 * less and less often.
 */
export class ChaincodeConnector {
  private current: ChaincodeStream | undefined;
  private dialling: Promise<ChaincodeStream> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pause = FIRST_PAUSE;
  private isClosed = false;

  constructor(
    private readonly packageId: string,
    private readonly connection: ChaincodeConnection,
    private readonly executeTimeout?: number,
  ) {}

  /** A stream that is ready. Rejects, in Fabric's words, where the process cannot be reached. */
  stream(): Promise<ChaincodeStream> {
    if (this.current?.isReady()) return Promise.resolve(this.current);
    this.dialling ??= this.dial().finally(() => (this.dialling = undefined));
    return this.dialling;
  }

  /** Loses the line, as a fault; it is dialled again by itself. */
  drop(): void {
    this.current?.close();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    this.current?.close();
  }

  private async dial(): Promise<ChaincodeStream> {
    clearTimeout(this.retry);
    const stream = new ChaincodeStream(linkOverGrpc(this.connection), this.packageId, this.executeTimeout);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('context deadline exceeded')), this.connection.dialTimeoutMs);
    });
    try {
      await Promise.race([stream.ready, late]);
    } catch (error) {
      stream.close();
      throw new Error(this.words((error as Error).message));
    } finally {
      clearTimeout(timer);
    }
    this.current = stream;
    this.pause = FIRST_PAUSE;
    stream.onEnd = () => this.reconnectLater();
    if (this.isClosed) stream.close();
    return stream;
  }

  private reconnectLater(): void {
    this.current = undefined;
    if (this.isClosed) return;
    const pause = this.pause;
    this.pause = Math.min(pause * 2, LONGEST_PAUSE);
    this.retry = setTimeout(() => {
      this.stream().catch(() => this.reconnectLater());
    }, pause).unref();
  }

  private words(reason: string): string {
    const id = this.packageId;
    return (
      `could not launch chaincode ${id}: connection to ${id} failed: error cannot create connection for ${id}: ` +
      `error creating grpc connection to ${this.connection.address}: failed to create new connection: ${cause(reason)}`
    );
  }
}

/** What Go's gRPC says where the Node.js one says otherwise. */
function cause(reason: string): string {
  const refused = /ECONNREFUSED (\S*\d)/.exec(reason);
  if (refused !== null) {
    const dial = `dial tcp ${refused[1] ?? ''}: connect: connection refused`;
    return `connection error: desc = "transport: error while dialing: ${dial}"`;
  }
  if (reason === 'context deadline exceeded') return reason;
  return `connection error: desc = "transport: ${reason}"`;
}
