/** Why something asked of a network can't be done: badly put, about something there is not, or not possible as things stand. */
export type RequestFault = 'invalid' | 'unknown' | 'conflict';

/** Something asked of a running network that it can't do; the message says why, and what can be done. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly fault: RequestFault,
    message: string,
  ) {
    super(message);
  }
}
