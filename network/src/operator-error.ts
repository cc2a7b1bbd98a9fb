/** Something that only the operator can put right: what it is, and what to do. */
export class OperatorError extends Error {
  constructor(
    /** For scripts that read `--json`. */
    readonly code: string,
    readonly reason: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}. ${remedy}`, options);
    this.name = 'OperatorError';
  }
}
