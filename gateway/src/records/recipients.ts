import { SECTION_RECIPIENTS, type ConsentedReader, type KeyView, type Section } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { FoundGround } from './ground';
import type { RecordLedger } from './record-ledger';
import { ShortMemory } from './short-memory';

/** A grant to read, and to whom it was given: the writer is told of both. */
export type NamedGrant = ConsentedReader;

/** Whom a new version is written for. */
export interface Audience {
  /** Of the case: an MSP id. */
  readonly hospital: string;
  readonly section: Section;
  readonly patient: string;
  readonly on: FoundGround;
  /** Whom the writer names: each must have a key. */
  readonly grantees: readonly NamedGrant[];
  /** Whom the patient lets read as well: those who have a key. */
  readonly readers: readonly NamedGrant[];
}

/** Keys of a version, and the ids of the grants that they rest on. */
export interface VersionKeys {
  readonly keys: readonly KeyView[];
  readonly grants: readonly string[];
}

/** Finds the keys that a version is wrapped for. */
export interface Recipients {
  /**
   * Keys for a new version: the section's parties, who writes by consent, grantees, and custodians.
   * @throws Problem KEY_MISSING where one that must have a key has none
   */
  ofVersion(caller: Caller, audience: Audience): Promise<VersionKeys>;
  /** The key in use of somebody who must have one; a person's as the ledger tells it now. @throws Problem KEY_MISSING */
  keyOf(caller: Caller, owner: string): Promise<KeyView>;
  /** Emergency keys of the members other than the hospital. @throws Problem KEY_MISSING where there is none */
  custodians(caller: Caller, hospital: string): Promise<readonly KeyView[]>;
  /** Keys of all organisations that have one. */
  organisations(caller: Caller): Promise<readonly KeyView[]>;
  /**
   * Does something with keys, which are remembered; where one was taken out of use meanwhile, or a consent ended, once
   * more with those of now.
   */
  withKeysOfNow<T>(work: () => Promise<T>): Promise<T>;
}

/** Milliseconds for which a key is believed to be in use, unless the ledger tells of a change to it. */
const LIFETIME = 30_000;
const MOST = 10_000;

export function createRecipients(
  { members, news, now }: Pick<ServiceContext, 'members' | 'news' | 'now'>,
  ledger: RecordLedger,
): Recipients {
  const remembered = new ShortMemory<KeyView>({ lifetime: LIFETIME, most: MOST, now });
  // A key may have been lost: nothing more is sealed for it once the ledger says so.
  news.subscribe(({ contract, transaction, subject }) => {
    const isOfKey = contract === 'patient' && (transaction === 'RegisterKey' || transaction === 'RetireKey');
    if (isOfKey) remembered.forget((name) => name.startsWith(`${subject}/`));
  });

  const activeKey = (caller: Caller, owner: string, use: KeyView['use']): Promise<KeyView | undefined> =>
    remembered.recall(`${owner}/${use}`, () => ledger.activeKey(caller, owner, use));

  const keysOfMembers = async (caller: Caller, use: KeyView['use'], except?: string): Promise<readonly KeyView[]> => {
    const others = (await members(caller)).filter(({ mspId }) => mspId !== except);
    const keys = await Promise.all(others.map(({ mspId }) => activeKey(caller, mspId, use)));
    return keys.filter((key) => key !== undefined);
  };
  const self: Recipients = {
    keyOf: async (caller, owner) =>
      required(isPerson(owner) ? ledger.activeKey(caller, owner) : activeKey(caller, owner, 'encryption')),

    async custodians(caller, hospital) {
      const keys = await keysOfMembers(caller, 'emergency', hospital);
      if (keys.length === 0) throw new Problem('KEY_MISSING', { allowed: ['patient:RegisterKey'] });
      return keys;
    },

    organisations: (caller) => keysOfMembers(caller, 'encryption'),

    async withKeysOfNow(work) {
      try {
        return await work();
      } catch (error) {
        if (!isOfOldKey(error)) throw error;
        remembered.forget();
        return work();
      }
    },

    async ofVersion(caller, { hospital, section, patient, on, grantees, readers }) {
      const owners = new Set([
        ...SECTION_RECIPIENTS[section].map((party) => (party === 'hospital' ? hospital : patient)),
        ...grantees.map(({ grantee }) => grantee),
      ]);
      const others = [...new Set(readers.map(({ grantee }) => grantee))].filter((owner) => !owners.has(owner));
      const [keys, readerKeys, authors, custodians] = await Promise.all([
        Promise.all([...owners].map((owner) => required(activeKey(caller, owner, 'encryption')))),
        Promise.all(others.map((owner) => activeKey(caller, owner, 'encryption'))),
        authorKeys(ledger, caller, section, on),
        self.custodians(caller, hospital),
      ]);
      const known = readerKeys.filter((key) => key !== undefined);
      const distinct = new Map([...keys, ...known, ...authors, ...custodians].map((key) => [key.id, key]));
      return {
        keys: [...distinct.values()],
        grants: grantsOf([...grantees, ...readers], known.map(({ owner }) => owner).concat(...owners)),
      };
    },
  };
  return self;
}

/** Of several grants to one grantee the first is enough. */
function grantsOf(named: readonly NamedGrant[], owners: readonly string[]): readonly string[] {
  const byGrantee = new Map([...named].reverse().map(({ grant, grantee }) => [grantee, grant]));
  return owners.flatMap((owner) => byGrantee.get(owner) ?? []);
}

/** Consents to read that ended between the question who has one and the command that names them. */
const ENDED: readonly string[] = ['CONSENT_REVOKED', 'CONSENT_EXPIRED'];

const isPerson = (owner: string): boolean => owner.includes(':');

async function required(found: Promise<KeyView | undefined>): Promise<KeyView> {
  const key = await found;
  if (key === undefined) throw new Problem('KEY_MISSING', { allowed: ['patient:RegisterKey'] });
  return key;
}

const isOfOldKey = (error: unknown): boolean =>
  error instanceof Problem &&
  (ENDED.includes(error.code) || error.detail.faults?.some(({ rule }) => rule === 'key-in-use') === true);

/** Who writes by consent may read it back, but for examination, which is the patient's alone. */
async function authorKeys(
  ledger: RecordLedger,
  caller: Caller,
  section: Section,
  { given }: FoundGround,
): Promise<readonly KeyView[]> {
  if (given === undefined || section === 'examination') return [];
  const keys = await Promise.all([given.grantee].map((owner) => ledger.activeKey(caller, owner)));
  return keys.filter((key) => key !== undefined);
}
