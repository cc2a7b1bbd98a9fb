import type { KeyUse, KeyView, PublicJwk, RegisterKeyCommand, RetireKeyCommand } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { KeyView as KeptKey } from '../keys';
import type { Receipt, Submitted } from '../ledger/ledger';
import type { Records } from '../records';

type Kept = 'here' | 'own-device' | 'elsewhere';

/** A key, and for one's own where the private half is. */
export type OwnKey = KeyView & { readonly kept?: Kept };

export interface DeviceKey {
  readonly publicKey: PublicJwk;
  readonly version: number;
  readonly proof: string;
}

/** A key in use; the receipt is there where it was registered by this very call. */
export type KeyInUse = OwnKey & { readonly receipt?: Receipt };

export interface EncryptionKeyService {
  list(caller: Caller, owner: string): Promise<readonly OwnKey[]>;
  /** Makes a key and registers it, unless the owner has one in use. */
  ensure(caller: Caller, commandId: string, use: KeyUse, owner: string): Promise<KeyInUse>;
  /** Makes the next key and registers it; the one before still opens what was wrapped for it. */
  rotate(caller: Caller, commandId: string, use: KeyUse, owner: string): Promise<KeyInUse>;
  /** Registers a key whose private half stays on the caller's own device. */
  register(caller: Caller, commandId: string, key: DeviceKey): Promise<KeyInUse>;
  retire(caller: Caller, command: RetireKeyCommand): Promise<Submitted<KeyView>>;
}

/** Encryption keys: made and kept here, or on their owner's own device; registered on the ledger with a proof. */
export function createEncryptionKeyService(
  { channel, keyStore }: Pick<ServiceContext, 'channel' | 'keyStore'>,
  { ledger }: Pick<Records, 'ledger'>,
): EncryptionKeyService {
  const placeOf = async ({ owner, use, version }: KeyView): Promise<Kept> =>
    (await keyStore.find({ owner, use, version }))?.kept ?? 'elsewhere';

  /** The store's next key, or one that a call cut short made and did not register. */
  async function unregistered(owner: string, use: KeyUse, registered: readonly KeyView[]): Promise<KeptKey> {
    const next = latestOf(registered) + 1;
    const kept = await keyStore.list(owner, use);
    const left = kept.find(({ version, status }) => version === next && status === 'active');
    if (left !== undefined) return left;
    await catchUp(owner, use, registered);
    const key = await keyStore.create(owner, use);
    if (key.version !== next) throw new Problem('KEY_VERSION', { version: next - 1 });
    return key;
  }

  /** A store that was lost begins anew: it notes the keys that the ledger knows, whose private halves it has not. */
  async function catchUp(owner: string, use: KeyUse, registered: readonly KeyView[]): Promise<void> {
    const known = (await keyStore.list(owner, use)).length;
    const missed = registered.filter(({ version }) => version > known);
    for (const { jwk } of [...missed].sort((one, other) => one.version - other.version)) {
      await keyStore.retire(await keyStore.adopt(owner, use, jwk));
    }
  }

  async function submit(caller: Caller, command: RegisterKeyCommand, kept: Kept): Promise<KeyInUse> {
    const { view, receipt } = await ledger.submit<KeyView>(caller, {
      contract: 'patient',
      transaction: 'RegisterKey',
      command,
    });
    return { ...view, kept, receipt };
  }

  async function registerNext(
    caller: Caller,
    commandId: string,
    use: KeyUse,
    registered: readonly KeyView[],
    owner: string,
  ): Promise<KeyInUse> {
    const key = await unregistered(owner, use, registered);
    if (key.kept === 'own-device') throw new Problem('KEY_ON_DEVICE', { allowed: ['patient:RegisterKey'] });
    const { version } = key;
    const { kty, crv, x, y } = key.publicKey;
    const proof = await keyStore.prove({ owner, use, version }, channel);
    const command = { commandId, owner, use, version, jwk: { kty, crv, x, y }, proof };
    const answer = await submit(caller, command, 'here');
    for (const old of await keyStore.list(owner, use)) {
      if (old.version < version && old.status === 'active') await keyStore.retire(old);
    }
    return answer;
  }

  const registeredOf = async (caller: Caller, owner: string, use: KeyUse): Promise<readonly KeyView[]> =>
    (await ledger.keys(caller, owner)).filter((key) => key.use === use);

  return {
    async list(caller, owner) {
      const keys = await ledger.keys(caller, owner);
      if (owner !== caller.actor && owner !== caller.mspId) return keys;
      return Promise.all(keys.map(async (key) => ({ ...key, kept: await placeOf(key) })));
    },

    async ensure(caller, commandId, use, owner) {
      const registered = await registeredOf(caller, owner, use);
      const inUse = registered.find(({ status }) => status === 'active');
      if (inUse !== undefined) return { ...inUse, kept: await placeOf(inUse) };
      return registerNext(caller, commandId, use, registered, owner);
    },

    rotate: async (caller, commandId, use, owner) =>
      registerNext(caller, commandId, use, await registeredOf(caller, owner, use), owner),

    async register(caller, commandId, { publicKey, version, proof }) {
      const owner = caller.actor;
      const { kty, crv, x, y } = publicKey;
      const command = { commandId, owner, use: 'encryption', version, jwk: { kty, crv, x, y }, proof } as const;
      const before = await registeredOf(caller, owner, 'encryption');
      const answer = await submit(caller, command, 'own-device');
      await catchUp(owner, 'encryption', before);
      await keyStore.adopt(owner, 'encryption', command.jwk);
      return answer;
    },

    async retire(caller, command) {
      const submitted = await ledger.submit<KeyView>(caller, {
        contract: 'patient',
        transaction: 'RetireKey',
        command,
      });
      const { owner, use, version } = command;
      const kept = await keyStore.find({ owner, use, version });
      if (kept?.status === 'active') await keyStore.retire(kept);
      return submitted;
    },
  };
}

const latestOf = (keys: readonly KeyView[]): number => Math.max(0, ...keys.map(({ version }) => version));
