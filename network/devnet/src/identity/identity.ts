/** The organisational unit by which Fabric tells the kinds of certificate apart (NodeOUs). */
export type NodeRole = 'client' | 'peer' | 'orderer' | 'admin';

/** Somebody whose certificate an MSP of the channel vouches for. */
export interface Identity {
  readonly mspId: string;
  /** The serialised form, `msp.SerializedIdentity`, as it stands in headers and endorsements. */
  readonly bytes: Uint8Array;
  readonly certificatePem: string;
  readonly role: NodeRole | undefined;
  /** ECDSA over SHA-256 of `message`; a signature with a high S is refused, as Fabric refuses it. */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** Somebody whose private key this process holds: a peer, an orderer, an administrator. */
export interface SigningIdentity {
  readonly mspId: string;
  readonly bytes: Uint8Array;
  readonly certificatePem: string;
  /** DER, low S. */
  sign(message: Uint8Array): Uint8Array;
}
