import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import { WireError } from '../wire/errors';
import { toLowS, type Curve } from '../wire/signature';
import { readCertificate } from './certificate';
import type { SigningIdentity } from './identity';
import { readPem, writePem } from './pem';
import { verifiedSignatures } from './verified-signatures';

/** A certificate with its key, both PEM. */
export interface SigningMaterial {
  readonly mspId: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** `msp.SerializedIdentity` of a certificate, its PEM written anew as Fabric does. */
export const serialiseIdentity = (mspId: string, certificatePem: string): Uint8Array => {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(writePem('CERTIFICATE', readPem(certificatePem).bytes)));
  return identity.serializeBinary();
};

/**
 * Somebody who can sign: ECDSA over SHA-256, DER, low S. The key is read once.
 * @throws WireError where the key is none, or not on P-256 or P-384
 */
export const createSigningIdentity = (material: SigningMaterial): SigningIdentity => {
  const key = privateKey(material.privateKeyPem);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve !== 'prime256v1' && curve !== 'secp384r1') throw new WireError('private key is not on P-256 or P-384');
  const { bytes } = readPem(material.certificatePem);
  const certificate = readCertificate(bytes);
  const isOwnKey = createPublicKey(key).equals(certificate.publicKey);
  return {
    mspId: material.mspId,
    bytes: serialiseIdentity(material.mspId, material.certificatePem),
    certificatePem: writePem('CERTIFICATE', bytes),
    sign: (message) => {
      const signature = toLowS(sign('sha256', message, key), curve satisfies Curve);
      // Whoever verifies it in this process need not: it was made with the certificate's own key.
      if (isOwnKey) verifiedSignatures.add(certificate.fingerprint, message, signature);
      return signature;
    },
  };
};

const privateKey = (pem: string) => {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL's message is of no use and might tell of the key.
    throw new WireError('private key cannot be read');
  }
};
