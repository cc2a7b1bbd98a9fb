/** What the tests use of node-jose, which brings no types of its own. */
declare module 'node-jose' {
  interface Key {
    readonly kid: string;
  }
  interface Encryption {
    update(content: Uint8Array): Encryption;
    final(): Promise<Record<string, unknown>>;
  }
  const jose: {
    JWK: { asKey(jwk: object): Promise<Key> };
    JWE: {
      createEncrypt(options: object, ...recipients: readonly object[]): Encryption;
      createDecrypt(key: Key): { decrypt(jwe: object): Promise<{ readonly plaintext: Buffer }> };
    };
  };
  export default jose;
}
