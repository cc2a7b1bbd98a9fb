import type { ChaincodeStub } from 'fabric-shim';
import type { ShimChaincode } from '../../../network/devnet/src/memory';

/** What an organisation's own process does besides what was agreed: nothing stops who runs it. */
export type Deed = (stub: ChaincodeStub, argument: Readonly<Record<string, string>>) => Promise<unknown>;

/** The agreed chaincode, with deeds of an organisation's own beside it, which also looks at every transient map. */
export const altered = (
  agreed: ShimChaincode,
  deeds: Readonly<Record<string, Deed>>,
  look: (transient: ReadonlyMap<string, Uint8Array>) => void,
): ShimChaincode => ({
  Init: (stub) => agreed.Init(stub),
  async Invoke(given) {
    const stub = given as ChaincodeStub;
    look(stub.getTransient());
    const [name = '', argument = '{}'] = stub.getArgs();
    const deed = deeds[name];
    if (deed === undefined) return agreed.Invoke(stub);
    try {
      const answer = await deed(stub, JSON.parse(argument) as Record<string, string>);
      return { status: 200, payload: Buffer.from(JSON.stringify(answer ?? null)) };
    } catch (error) {
      return { status: 500, message: String(error) };
    }
  },
});
