/** A transaction did not get as far as a block. */
export class EndorsementError extends Error {
  override readonly name = 'EndorsementError';

  constructor(
    message: string,
    /** The organisation whose peer refused. */
    readonly mspId: string,
    /** The chaincode's status, 400 and above; 0 where it did not come to an answer. */
    readonly status: number,
    /** What the chaincode answered beside its message. */
    readonly payload: Buffer = Buffer.alloc(0),
  ) {
    super(message);
  }
}
