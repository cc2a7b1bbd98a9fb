import { peer } from '@hyperledger/fabric-protos';

/** Fabric's validation codes. */
export const code = peer.TxValidationCode;

/** One of Fabric's validation codes, a number. */
export type TxValidationCode = peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap];

/** Thrown while an envelope is taken apart: it is invalid, for this reason. */
export class Rejection extends Error {
  override readonly name = 'Rejection';

  constructor(
    readonly code: TxValidationCode,
    reason: string,
  ) {
    super(reason);
  }
}

/** Does `read`; where it throws, the envelope is invalid with `code`. */
export const orReject = <T>(rejected: TxValidationCode, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw new Rejection(rejected, (error as Error).message);
  }
};
