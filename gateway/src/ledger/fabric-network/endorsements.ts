import type { ProposalResponse } from 'fabric-common';

/** Refusals of endorsers, each in its own words, for `readFault`. */
class EndorsementFault extends Error {
  constructor(
    message: string,
    /** As the default client gives them. */
    readonly details: readonly { readonly message: string }[],
  ) {
    super(message);
    this.name = 'EndorsementFault';
  }
}

/**
 * What all endorsers answered.
 * @throws EndorsementFault where one refused, could not be reached, or simulated something else
 */
export function agreedPayload({ errors, responses }: ProposalResponse): Buffer {
  const faults = [
    ...errors.map(({ message }) => ({ message })),
    ...responses
      .filter(({ response }) => response.status >= 400)
      .map(({ response }) => ({ message: response.message })),
  ];
  if (faults.length > 0) throw new EndorsementFault('not every organisation endorsed', faults);
  const [first, ...others] = responses;
  if (first === undefined) throw new EndorsementFault('no peer answered: UNAVAILABLE', []);
  if (others.some(({ payload }) => Buffer.compare(Buffer.from(payload), Buffer.from(first.payload)) !== 0)) {
    throw new EndorsementFault('ProposalResponsePayloads do not match', []);
  }
  return Buffer.from(first.response.payload);
}
