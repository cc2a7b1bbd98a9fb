/** What a client asked for is not there: answered with status 404 rather than 500. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}
