import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { createParty, CONTEXT, flip, text, type Party } from '../test/support.ts';
import {
  canonicalJson,
  commitmentToEnvelope,
  drawSalt,
  generateKey,
  isSealError,
  MAX_CONTENT_BYTES,
  MAX_RECIPIENTS,
  open,
  publicKeyOf,
  seal,
  SealError,
  withWraps,
  wrapFor,
  type Envelope,
} from './index.ts';

const CONTENT = Buffer.from('{"diagnosis":"J45.0"}');

describe('an envelope', () => {
  let patient: Party;
  let hospital: Party;
  let stranger: Party;
  let envelope: Envelope;

  beforeAll(async () => {
    [patient, hospital, stranger] = await Promise.all([createParty(), createParty(), createParty()]);
    envelope = await seal(CONTENT, CONTEXT, [patient.publicKey, hospital.publicKey]);
  });

  it('opens for each of its recipients', async () => {
    for (const { holder } of [patient, hospital]) {
      expect(text(await open(envelope, CONTEXT, holder))).toBe(CONTENT.toString());
    }
  });

  it('opens again after a way through JSON, and may be empty', async () => {
    const sent: unknown = JSON.parse(JSON.stringify(envelope));
    expect(text(await open(sent, CONTEXT, patient.holder))).toBe(CONTENT.toString());
    const empty = await seal(new Uint8Array(), CONTEXT, [patient.publicKey]);
    await expect(open(empty, CONTEXT, patient.holder)).resolves.toHaveLength(0);
  });

  it('says in its additional data what it is, in canonical JSON', () => {
    expect(Buffer.from(envelope.aad, 'base64url').toString()).toBe(
      '{"channel":"rx","purpose":"section","section":"treatment","subject":"01hq3v","version":3}',
    );
  });

  it('tells who is no recipient', async () => {
    await expect(open(envelope, CONTEXT, stranger.holder)).rejects.toMatchObject({ kind: 'not-recipient' });
  });

  it('does not open with a wrap that was made for another key', async () => {
    await expect(stranger.holder.openWrap(envelope.recipients[0]!)).rejects.toMatchObject({ kind: 'wrong-key' });
    const renamed = {
      ...envelope,
      recipients: envelope.recipients.map((wrap) => ({
        ...wrap,
        header: { ...wrap.header, kid: stranger.holder.kid },
      })),
    };
    await expect(open(renamed, CONTEXT, stranger.holder)).rejects.toMatchObject({ kind: 'tampered' });
  });

  it('names a wrap as its key was registered, where the recipient has a name', async () => {
    const kid = 'HospitalMSP:p-1/encryption/1';
    const named = await seal(CONTENT, CONTEXT, [{ ...patient.publicKey, kid }]);
    expect(named.recipients.map(({ header }) => header.kid)).toEqual([kid]);
  });

  it.each([
    ['channel', { channel: 'other' }],
    ['subject', { subject: '01hq3w' }],
    ['section', { section: 'base' }],
    ['version', { version: 4 }],
    ['purpose', { purpose: 'research' }],
  ])('does not open as of another %s', async (_, other) => {
    await expect(open(envelope, { ...CONTEXT, ...other }, patient.holder)).rejects.toMatchObject({
      kind: 'wrong-context',
    });
  });

  it('does not open with the additional data, the wraps or the header of another', async () => {
    const context = { ...CONTEXT, section: 'base' };
    const other = await seal(CONTENT, context, [patient.publicKey, hospital.publicKey]);
    const { aad, recipients, protected: header, ciphertext } = other;
    await expect(open({ ...envelope, aad }, context, patient.holder)).rejects.toMatchObject({ kind: 'tampered' });
    for (const part of [{ recipients }, { protected: header }, { recipients, protected: header }, { ciphertext }]) {
      await expect(open({ ...envelope, ...part }, CONTEXT, patient.holder)).rejects.toMatchObject({ kind: 'tampered' });
    }
  });

  it('does not open once any bit of it was changed', async () => {
    const parts = ['iv', 'ciphertext', 'tag', 'encrypted_key'] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...parts), fc.nat(), async (part, bit) => {
        const [own, ...rest] = envelope.recipients;
        const changed =
          part === 'encrypted_key'
            ? { ...envelope, recipients: [{ ...own!, encrypted_key: flip(own!.encrypted_key, bit) }, ...rest] }
            : { ...envelope, [part]: flip(envelope[part], bit) };
        await expect(open(changed, CONTEXT, patient.holder)).rejects.toMatchObject({ kind: 'tampered' });
      }),
      { numRuns: 60 },
    );
  });

  it('does not open once any character of its header or additional data was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('protected', 'aad'), fc.nat(), async (part: 'protected' | 'aad', bit) => {
        const changed = { ...envelope, [part]: flip(envelope[part], bit) };
        await expect(open(changed, CONTEXT, patient.holder)).rejects.toThrow(SealError);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses an author who would show two readers different contents', async () => {
    const own = await seal(Buffer.from('for the hospital'), CONTEXT, [hospital.publicKey]);
    const mixed = { ...envelope, recipients: [envelope.recipients[0]!, own.recipients[0]!] };
    await expect(open(mixed, CONTEXT, hospital.holder)).rejects.toThrow('not the one of this envelope');
  });

  it('lets somebody else in by a new wrap, which opens the same content', async () => {
    const wraps = await wrapFor(envelope, patient.holder, [stranger.publicKey]);
    const opened = await open(withWraps(envelope, wraps), CONTEXT, stranger.holder);
    expect(text(opened)).toBe(CONTENT.toString());
    await expect(wrapFor(envelope, stranger.holder, [stranger.publicKey])).rejects.toMatchObject({
      kind: 'not-recipient',
    });
  });

  it('replaces the wrap of a key and makes one alone where a key is named twice', async () => {
    const wraps = await wrapFor(envelope, hospital.holder, [patient.publicKey, { ...patient.publicKey }]);
    expect(wraps).toHaveLength(1);
    expect(withWraps(envelope, wraps).recipients).toHaveLength(2);
  });

  it('is committed to without its wraps, under a salt', async () => {
    const salt = drawSalt();
    const { recipients: _, ...sealed } = envelope;
    const commitment = createHmac('sha256', Buffer.from(salt, 'hex')).update(canonicalJson(sealed)).digest('hex');
    await expect(commitmentToEnvelope(envelope, salt)).resolves.toBe(commitment);
    const wraps = await wrapFor(envelope, patient.holder, [stranger.publicKey]);
    await expect(commitmentToEnvelope(withWraps(envelope, wraps), salt)).resolves.toBe(commitment);
    await expect(commitmentToEnvelope({ ...envelope, tag: flip(envelope.tag, 3) }, salt)).resolves.not.toBe(commitment);
  });

  it('comes out the same but for its wraps when a command is repeated with its secret', async () => {
    const secret = Buffer.alloc(32, 7);
    const [one, same] = await Promise.all([1, 2].map(() => seal(CONTENT, CONTEXT, [patient.publicKey], { secret })));
    expect({ ...same!, recipients: [] }).toEqual({ ...one!, recipients: [] });
    expect(same!.recipients).not.toEqual(one!.recipients);
  });

  it('never puts two contents under one key and nonce, even with one secret', async () => {
    const secret = Buffer.alloc(32, 7);
    const seals = [
      seal(CONTENT, CONTEXT, [patient.publicKey], { secret }),
      seal(Buffer.from('other'), CONTEXT, [patient.publicKey], { secret }),
      seal(CONTENT, { ...CONTEXT, version: 4 }, [patient.publicKey], { secret }),
    ];
    const envelopes = await Promise.all(seals);
    expect(new Set(envelopes.map(({ iv }) => iv)).size).toBe(3);
    expect(new Set(envelopes.map(({ protected: header }) => header)).size).toBe(3);
  });

  it('takes as many recipients as the limit, and no more', async () => {
    const keys = await Promise.all(
      Array.from({ length: MAX_RECIPIENTS }, async () => publicKeyOf(await generateKey())),
    );
    keys[MAX_RECIPIENTS - 1] = patient.publicKey;
    const large = await seal(CONTENT, CONTEXT, keys);
    expect(text(await open(large, CONTEXT, patient.holder))).toBe(CONTENT.toString());
    expect(JSON.stringify(large).length).toBeLessThan(400 * MAX_RECIPIENTS);
    await expect(seal(CONTENT, CONTEXT, [...keys, hospital.publicKey])).rejects.toMatchObject({ kind: 'too-many' });
    const over = { ...large, recipients: [...large.recipients, ...envelope.recipients] };
    await expect(open(over, CONTEXT, patient.holder)).rejects.toMatchObject({ kind: 'too-many' });
  });

  it('takes as much content as the limit, and no more', async () => {
    const largest = await seal(new Uint8Array(MAX_CONTENT_BYTES), CONTEXT, [patient.publicKey]);
    await expect(open(largest, CONTEXT, patient.holder)).resolves.toHaveLength(MAX_CONTENT_BYTES);
    await expect(seal(new Uint8Array(MAX_CONTENT_BYTES + 1), CONTEXT, [patient.publicKey])).rejects.toMatchObject({
      kind: 'too-big',
    });
    const over = { ...envelope, ciphertext: 'A'.repeat(MAX_CONTENT_BYTES * 2) };
    await expect(open(over, CONTEXT, patient.holder)).rejects.toMatchObject({ kind: 'too-big' });
  });

  it('is not made for nobody, for a point off the curve, or without a context', async () => {
    await expect(seal(CONTENT, CONTEXT, [])).rejects.toMatchObject({ kind: 'too-few' });
    const off = { ...patient.publicKey, y: hospital.publicKey.y };
    await expect(seal(CONTENT, CONTEXT, [off])).rejects.toMatchObject({ kind: 'bad-key' });
    await expect(seal(CONTENT, { ...CONTEXT, subject: '' }, [patient.publicKey])).rejects.toMatchObject({
      kind: 'malformed',
    });
    await expect(seal(CONTENT, { ...CONTEXT, version: 0 }, [patient.publicKey])).rejects.toMatchObject({
      kind: 'malformed',
    });
  });

  it.each([
    [undefined],
    ['text'],
    [{}],
    [{ protected: 'e30', aad: '', iv: '', ciphertext: '', tag: '', recipients: 'none' }],
    [{ protected: 'e30', aad: '', iv: '', ciphertext: '', tag: '', recipients: [{}] }],
    [{ protected: 'e30', aad: '', iv: '*', ciphertext: '', tag: '', recipients: [] }],
  ])('is told apart from %j', async (value) => {
    await expect(open(value, CONTEXT, patient.holder)).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('is of no other kind: other algorithms, compression and critical extensions are refused', async () => {
    const header = JSON.parse(Buffer.from(envelope.protected, 'base64url').toString()) as object;
    for (const other of [{ alg: 'dir' }, { enc: 'A128GCM' }, { zip: 'DEF' }, { crit: ['b64'] }, { ckc: undefined }]) {
      const changed = Buffer.from(JSON.stringify({ ...header, ...other })).toString('base64url');
      const opening = open({ ...envelope, protected: changed }, CONTEXT, patient.holder);
      await expect(opening).rejects.toMatchObject({ kind: 'malformed' });
    }
  });

  it('fails with words that tell nothing of the content, and a code', async () => {
    const error = await open({ ...envelope, tag: flip(envelope.tag, 0) }, CONTEXT, patient.holder).catch(
      (thrown: unknown) => thrown,
    );
    expect(isSealError(error, 'tampered')).toBe(true);
    expect(isSealError(error, 'too-big')).toBe(false);
    expect(error).toMatchObject({ code: 'seal-tampered' });
    expect((error as Error).cause).toBeUndefined();
    expect(String(error)).not.toMatch(/J45|diagnosis|01hq3v/);
  });
});
