import { createHash, createPrivateKey } from 'node:crypto';
import { signers } from '@hyperledger/fabric-gateway';
import { msp } from '@hyperledger/fabric-protos';
import type { WalletIdentity } from '../identity/wallet';

/** Somebody of a member who signs requests to the network. */
export interface FabricSigner {
  readonly mspId: string;
  readonly certificate: string;
  /** `msp.SerializedIdentity`. */
  readonly creator: Uint8Array;
  /** ECDSA over SHA-256, DER, low S. */
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** Likewise over a digest that was made already. */
  signDigest(digest: Uint8Array): Promise<Uint8Array>;
}

/** Signs with the key of a wallet's identity. */
export const signerOf = ({ mspId, certificate, privateKey }: WalletIdentity): FabricSigner => {
  const signDigest = signers.newPrivateKeySigner(createPrivateKey(privateKey));
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificate));
  return {
    mspId,
    certificate,
    creator: identity.serializeBinary(),
    sign: (message) => signDigest(createHash('sha256').update(message).digest()),
    signDigest,
  };
};
