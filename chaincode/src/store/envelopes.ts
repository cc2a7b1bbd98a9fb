import type { EmergencyWrap, Envelope, PrivateHolding, SealedContent, Section, Wrap } from '../api';
import { PRIVATE_KEY_TYPE, privateKeys } from './keys';
import { parseValue } from './pages';
import { collectionOf } from './private-data';
import type { Sealed } from './transient';
import type { Stub } from './stub';

/** Wraps of one version that one transaction brought; they are ciphertext, so no salt is needed. */
export async function keepWraps(
  stub: Stub,
  organisations: readonly string[],
  place: { readonly case: string; readonly section: Section; readonly version: number },
  wraps: readonly Wrap[],
): Promise<void> {
  const key = privateKeys.wraps(stub, place.case, place.section, place.version, stub.getTxID());
  for (const organisation of organisations) await put(stub, organisation, key, wraps);
}

/** What a custodian wrapped for who opened an emergency, a key for each section. */
export async function keepReleased(
  stub: Stub,
  organisation: string,
  id: string,
  emergency: string,
  wraps: readonly EmergencyWrap[],
): Promise<void> {
  for (const section of new Set(wraps.map((wrap) => wrap.section))) {
    const key = privateKeys.released(stub, id, section, emergency, stub.getTxID());
    await put(
      stub,
      organisation,
      key,
      wraps.filter((wrap) => wrap.section === section),
    );
  }
}

const put = (stub: Stub, organisation: string, key: string, value: object): Promise<void> =>
  stub.putPrivateData(collectionOf(organisation), key, Buffer.from(JSON.stringify(value)));

/** All values under some attributes of a private key. For queries alone, at that organisation's own peer. */
async function readRange<T>(stub: Stub, organisation: string, type: string, within: readonly string[]): Promise<T[]> {
  const values: T[] = [];
  for await (const { value } of stub.getPrivateDataByPartialCompositeKey(collectionOf(organisation), type, [
    ...within,
  ])) {
    values.push(parseValue<T>(value));
  }
  return values;
}

/** Every wrap of a version that an organisation keeps. */
export const readWraps = async (
  stub: Stub,
  organisation: string,
  id: string,
  section: Section,
  version: number,
): Promise<readonly Wrap[]> =>
  (await readRange<Wrap[]>(stub, organisation, PRIVATE_KEY_TYPE.wraps, [id, section, String(version)])).flat();

/** Wraps that custodians released in an emergency. */
export const readReleased = async (
  stub: Stub,
  organisation: string,
  id: string,
  section: Section,
  emergency: string,
): Promise<readonly EmergencyWrap[]> =>
  (await readRange<EmergencyWrap[]>(stub, organisation, PRIVATE_KEY_TYPE.released, [id, section, emergency])).flat();

/** The private keys of a case that an organisation's peer still has. For queries alone. */
export async function readHoldings(stub: Stub, organisation: string, id: string): Promise<readonly PrivateHolding[]> {
  const holdings: PrivateHolding[] = [];
  const subject = await stub.getPrivateData(collectionOf(organisation), privateKeys.subject(stub, id));
  if (subject.length > 0) holdings.push({ kind: 'subject' });
  for (const [type, name] of Object.entries(HOLDING_OF)) {
    for await (const { key } of stub.getPrivateDataByPartialCompositeKey(collectionOf(organisation), type, [id])) {
      holdings.push(name(stub.splitCompositeKey(key).attributes));
    }
  }
  return holdings;
}

const HOLDING_OF: Readonly<Record<string, (parts: readonly string[]) => PrivateHolding>> = {
  [PRIVATE_KEY_TYPE.envelope]: ([, section, version]) => ({
    kind: 'envelope',
    section: section as Section,
    version: Number(version),
  }),
  [PRIVATE_KEY_TYPE.wraps]: ([, section, version, batch]) => ({
    kind: 'wraps',
    section: section as Section,
    version: Number(version),
    batch: batch!,
  }),
  [PRIVATE_KEY_TYPE.reason]: ([, emergency]) => ({ kind: 'reason', emergency: emergency! }),
  [PRIVATE_KEY_TYPE.released]: ([, section, emergency, batch]) => ({
    kind: 'released',
    section: section as Section,
    emergency: emergency!,
    batch: batch!,
  }),
};

/** The private key of a holding; undefined where it does not say enough to name one. */
export function keyOfHolding(stub: Stub, id: string, holding: PrivateHolding): string | undefined {
  const { kind, section, version, batch, emergency } = holding;
  if (kind === 'subject') return privateKeys.subject(stub, id);
  if (kind === 'reason') return emergency && privateKeys.emergencyReason(stub, id, emergency);
  if (section === undefined) return undefined;
  if (kind === 'released') return emergency && batch && privateKeys.released(stub, id, section, emergency, batch);
  if (version === undefined) return undefined;
  if (kind === 'envelope') return privateKeys.envelope(stub, id, section, version);
  return batch && privateKeys.wraps(stub, id, section, version, batch);
}

/** A content with some of its wraps, as a JWE again. */
export const envelopeOf = ({ content }: Sealed<SealedContent>, recipients: readonly Wrap[]): Envelope => ({
  ...content,
  recipients,
});
