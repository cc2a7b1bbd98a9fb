import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { callerOf } from '../../test/test-app';
import { canonicalJson } from '@rxledger/chaincode/api';
import { commit, isCommittedTo, sha256 } from './commitment';
import { bytesForCharacters, crockford } from './crockford';
import { drawFor } from './draw';

const SALT = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';

describe('canonical JSON (RFC 8785)', () => {
  it('writes the example of section 3.2.3 in its order, by UTF-16 code units', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)[0]).toBe('One');
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it.each([
    [333333333.33333329, '333333333.3333333'],
    [1e30, '1e+30'],
    [4.5, '4.5'],
    [2e-3, '0.002'],
    [0.000000000000000000000000001, '1e-27'],
    [-0, '0'],
    [1e21, '1e+21'],
    [999999999999999900000, '999999999999999900000'],
    [5e-324, '5e-324'],
  ])('writes the number %p as %s', (number, text) => {
    expect(canonicalJson(number)).toBe(text);
  });

  it('escapes as section 3.2.2.2 says', () => {
    expect(canonicalJson('\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });

  it('refuses what JSON cannot hold', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(TypeError);
  });

  it('is JSON of the same value, is its own canonical form, and does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        // JSON knows no negative zero.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

describe('a commitment', () => {
  it('is HMAC-SHA-256 of the canonical JSON under the bytes of the salt', () => {
    const { canonical, commitment } = commit({ b: 1, a: [true, null] }, SALT);
    expect(canonical).toBe('{"a":[true,null],"b":1}');
    expect(commitment).toBe(createHmac('sha256', Buffer.from(SALT, 'hex')).update(canonical).digest('hex'));
  });

  it('holds for its value and salt and for no other', () => {
    const { commitment } = commit({ a: 1 }, SALT);
    expect(isCommittedTo({ a: 1 }, SALT, commitment)).toBe(true);
    expect(isCommittedTo({ a: 2 }, SALT, commitment)).toBe(false);
    expect(isCommittedTo({ a: 1 }, SALT.replace('00', '01'), commitment)).toBe(false);
    expect(isCommittedTo({ a: 1 }, SALT, 'ff')).toBe(false);
  });

  it('hashes codes with SHA-256 (FIPS 180-4 example)', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe("Crockford's base 32", () => {
  it('writes five bits a character, most significant first', () => {
    expect(crockford(Uint8Array.of(0, 0), 3)).toBe('000');
    expect(crockford(Uint8Array.of(0xff, 0xff), 3)).toBe('zzz');
    expect(crockford(Uint8Array.of(0b00001_000, 0b10_00011_0, 0b0100_0000), 4)).toBe('1234');
  });

  it('asks for enough bytes', () => {
    expect(bytesForCharacters(26)).toBe(17);
    expect(() => crockford(Uint8Array.of(1), 2)).toThrow(RangeError);
  });
});

describe('what a command draws', () => {
  const caller = callerOf('HospitalMSP', 'd-1', 'physician');
  const seeds = (byte: number) => ({ seed: async () => Buffer.alloc(32, byte) });

  it('is the same for the same seed, and differs by use', async () => {
    const draw = await drawFor(seeds(7), caller, 'command-1');
    const again = await drawFor(seeds(7), caller, 'command-1');
    expect(again.prescriptionId()).toBe(draw.prescriptionId());
    expect(again.salt('body')).toBe(draw.salt('body'));
    expect(draw.salt('body')).not.toBe(draw.salt('detail'));
    expect(draw.prescriptionId()).not.toBe(draw.redemptionCode());
    expect((await drawFor(seeds(8), caller, 'command-1')).redemptionCode()).not.toBe(draw.redemptionCode());
  });

  it('has the forms of the identifier table', async () => {
    const draw = await drawFor(seeds(3), caller, 'command-1');
    expect(draw.prescriptionId()).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(draw.redemptionCode()).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(draw.salt('body')).toMatch(/^[0-9a-f]{64}$/);
  });
});
