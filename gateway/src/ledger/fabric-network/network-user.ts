import type { Client, IdentityContext, ISigningIdentity, User } from 'fabric-common';
import { msp } from '@hyperledger/fabric-protos';
import { signMessage, type SigningIdentity } from '../signer';

type FabricCommon = typeof import('fabric-common');

/** A person as fabric-common knows one. The key stays a `KeyObject`: the client's own, slower signer is not used. */
export function networkUser(fabric: FabricCommon, { mspId, certificate, privateKey }: SigningIdentity): User {
  const serialized = new msp.SerializedIdentity();
  serialized.setMspid(mspId);
  serialized.setIdBytes(Buffer.from(certificate));
  const creator = Buffer.from(serialized.serializeBinary());
  const signing = {
    serialize: () => creator,
    sign: (message: Buffer) => signMessage(privateKey, message),
    getMSPId: () => mspId,
  };
  const user = new fabric.User('person');
  user.setSigningIdentity(signing as unknown as ISigningIdentity);
  return Object.assign(user, { _mspId: mspId });
}

/** Contexts of people, kept as long as their keys are. */
export class IdentityContexts {
  readonly #contexts = new WeakMap<SigningIdentity, IdentityContext>();

  constructor(
    private readonly fabric: FabricCommon,
    private readonly client: Client,
  ) {}

  of(identity: SigningIdentity): IdentityContext {
    const known = this.#contexts.get(identity);
    if (known !== undefined) return known;
    const context = new this.fabric.IdentityContext(networkUser(this.fabric, identity), this.client);
    this.#contexts.set(identity, context);
    return context;
  }
}
