import {
  commitmentToEnvelope,
  open,
  seal,
  wrapFor,
  type Context,
  type Envelope as SealedEnvelope,
  type KeyHolder,
  type Recipient,
} from '@rxledger/client';
import type { Envelope, EnvelopeBinding, KeyUse, KeyView, Wrap } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Draw } from '../commitment';
import { Problem } from '../http/problem';
import { withSealProblems } from './seal-problem';

/** An envelope on its way to the ledger. */
export interface Sealed {
  readonly envelope: Envelope;
  readonly salt: string;
  readonly commitment: string;
}

/** What an envelope is of, but for the channel, which is the gateway's. */
export type Place = Omit<EnvelopeBinding, 'channel'>;

/** What came of opening: the content, or that its owner must open it on a device. */
export type Opened = { readonly kept: 'here'; readonly bytes: Uint8Array } | { readonly kept: 'own-device' };

/** Seals and opens with the keys that this gateway keeps. */
export interface Envelopes {
  /** The same content under the same draw is the same again, but for its wraps. */
  seal(content: Uint8Array, place: Place, recipients: readonly KeyView[], draw: Draw): Promise<Sealed>;
  /** @throws Problem CASE_NO_KEY where no wrap is for a key of this gateway's people, CASE_TAMPERED */
  open(envelope: Envelope, place: Place): Promise<Opened>;
  /** Lets others in. @throws Problem KEY_ON_DEVICE where the owner must do it, CASE_NO_KEY, CASE_TAMPERED */
  wrapFor(envelope: Envelope, recipients: readonly KeyView[]): Promise<readonly Wrap[]>;
  /** Is the envelope the one that was committed to? */
  isCommittedTo(sealed: Omit<Sealed, 'commitment'>, commitment: string): Promise<boolean>;
}

export const recipientOf = ({ id, jwk }: KeyView): Recipient => ({ ...jwk, kid: id });

export function createEnvelopes({ channel, keyStore }: Pick<ServiceContext, 'channel' | 'keyStore'>): Envelopes {
  const contextOf = (place: Place): Context => ({ channel, ...place });

  /** A holder for the first wrap whose key this gateway keeps. */
  async function holderOf({ recipients }: Envelope): Promise<KeyHolder | 'own-device'> {
    let isOnDevice = false;
    for (const wrap of recipients) {
      const name = parseKeyId(wrap.header.kid);
      const key = await keyStore.find(name);
      if (key?.kept === 'own-device') isOnDevice = true;
      if (key?.kept !== 'here') continue;
      return {
        kid: wrap.header.kid,
        // The ledger names keys by owner and version, the store by thumbprint.
        async openWrap({ header, ...rest }) {
          const opening = await keyStore.openContentKey(name.owner, { ...rest, header: { ...header, kid: key.kid } });
          if (opening.outcome !== 'opened') throw new Problem('CASE_NO_KEY');
          return opening.contentKey;
        },
      };
    }
    if (isOnDevice) return 'own-device';
    throw new Problem('CASE_NO_KEY');
  }

  return {
    seal: (content, place, recipients, draw) =>
      withSealProblems(async () => {
        const options = { secret: draw.contentSecret() };
        const envelope = await seal(content, contextOf(place), recipients.map(recipientOf), options);
        const salt = draw.salt('envelope');
        return { envelope, salt, commitment: await commitmentToEnvelope(envelope, salt) };
      }),

    open: (envelope, place) =>
      withSealProblems(async () => {
        const holder = await holderOf(envelope);
        if (holder === 'own-device') return { kept: holder };
        return { kept: 'here', bytes: await open(envelope, contextOf(place), holder) };
      }),

    wrapFor: (envelope, recipients) =>
      withSealProblems(async () => {
        const holder = await holderOf(envelope);
        if (holder === 'own-device') throw new Problem('KEY_ON_DEVICE', { allowed: ['case:AddWraps'] });
        return wrapFor(envelope, holder, recipients.map(recipientOf));
      }),

    isCommittedTo: async ({ envelope, salt }, commitment) =>
      (await commitmentToEnvelope(envelope as SealedEnvelope, salt)) === commitment,
  };
}

/** Owner, use and version of a key id. */
export function parseKeyId(id: string): { readonly owner: string; readonly use: KeyUse; readonly version: number } {
  const [owner = '', use = '', version = ''] = id.split('/');
  return { owner, use: use as KeyUse, version: Number(version) };
}
