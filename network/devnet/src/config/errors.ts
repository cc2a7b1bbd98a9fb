/** A channel configuration, or an update of one, that cannot be used; the message has Fabric's words. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
