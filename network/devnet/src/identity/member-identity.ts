import { verify } from 'node:crypto';
import { asBuffer } from '../wire/bytes';
import { isLowS } from '../wire/signature';
import type { Certificate } from './certificate';
import type { Identity, NodeRole } from './identity';
import { writePem } from './pem';
import { verifiedSignatures } from './verified-signatures';

/** What an MSP found out about a certificate it vouches for. */
export interface MemberFacts {
  readonly mspId: string;
  readonly bytes: Uint8Array;
  readonly certificate: Certificate;
  readonly role: NodeRole | undefined;
  /** Named as administrator in the MSP's configuration, whatever its unit. */
  readonly isNamedAdmin: boolean;
  /** The path of CAs it came by. */
  readonly certifiers: Buffer;
}

/** An identity that its MSP vouches for. */
export class MemberIdentity implements Identity {
  readonly mspId: string;
  readonly bytes: Uint8Array;
  readonly role: NodeRole | undefined;
  /** One certificate of one MSP, however it was serialised. */
  readonly key: string;
  #pem: string | undefined;

  constructor(readonly facts: MemberFacts) {
    this.mspId = facts.mspId;
    this.bytes = facts.bytes;
    this.role = facts.role;
    this.key = `${facts.mspId}\u0000${facts.certificate.fingerprint}`;
  }

  get certificatePem(): string {
    this.#pem ??= writePem('CERTIFICATE', this.facts.certificate.der);
    return this.#pem;
  }

  verify(message: Uint8Array, signature: Uint8Array): boolean {
    const { curve, fingerprint } = this.facts.certificate;
    if (!curve || !isLowS(signature, curve)) return false;
    if (verifiedSignatures.has(fingerprint, message, signature)) return true;
    const isValid = this.#verifyAnew(message, signature);
    if (isValid) verifiedSignatures.add(fingerprint, message, signature);
    return isValid;
  }

  #verifyAnew(message: Uint8Array, signature: Uint8Array): boolean {
    try {
      return verify('sha256', asBuffer(message), this.facts.certificate.publicKey, asBuffer(signature));
    } catch {
      return false;
    }
  }

  isExpired(at: Date): boolean {
    return at.getTime() > this.facts.certificate.notAfter;
  }
}
