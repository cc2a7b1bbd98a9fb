/** An event stream that a client holds open. */
export interface OpenStream {
  /** Of the peer that serves it. */
  readonly mspId: string;
  /** The chaincode whose events it carries; undefined for streams of blocks. */
  readonly chaincode: string | undefined;
  readonly cut: () => void;
}

/** Which streams to cut; whatever is left out matches all. */
export interface StreamFilter {
  readonly mspId?: string;
  readonly chaincode?: string;
}

/** The event streams that are open, so that they can be cut. */
export class OpenStreams {
  private readonly open = new Set<OpenStream>();

  /** Notes a stream. @returns what takes it off the list */
  add(stream: OpenStream): () => void {
    this.open.add(stream);
    return () => this.open.delete(stream);
  }

  /** Cuts streams. @returns how many */
  drop({ mspId, chaincode }: StreamFilter): number {
    const struck = [...this.open].filter(
      (stream) =>
        (mspId ?? stream.mspId) === stream.mspId && (chaincode === undefined || chaincode === stream.chaincode),
    );
    for (const stream of struck) stream.cut();
    return struck.length;
  }
}
