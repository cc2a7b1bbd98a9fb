import fc from 'fast-check';
import {
  derChildren,
  readDer,
  readObjectIdentifier,
  readSingleDer,
  readTime,
  tag,
  writeDer,
  writeDerNumber,
} from './der';
import { WireError } from './errors';

describe('DER', () => {
  it('reads back what it writes, of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000, size: 'max' }), (content) => {
        const element = readDer(writeDer(tag.octetString, content));
        expect(element.tag).toBe(tag.octetString);
        expect(element.content.equals(Buffer.from(content))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('writes whole numbers as short as they can be, with a zero before a high bit', () => {
    expect([0, 1, 127, 128, 255, 256, 2 ** 40].map((value) => writeDerNumber(value).toString('hex'))).toEqual([
      '020100',
      '020101',
      '02017f',
      '02020080',
      '020200ff',
      '02020100',
      '0206010000000000',
    ]);
  });

  it('refuses what it cannot read with an error of its own, whatever the bytes', () => {
    const outcome = (bytes: Uint8Array): unknown => {
      try {
        return derChildren(Buffer.from(bytes)) && 'read';
      } catch (error) {
        return error instanceof WireError ? 'refused' : error;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(['read', 'refused']).toContain(outcome(bytes));
      }),
    );
  });

  it.each([
    ['a length that runs over the end', '040500'],
    ['a length of indefinite form', '3080'],
    ['a length in more octets than it needs', '048101aa'],
    ['no length', '04'],
    ['a tag of several octets', '1f0100'],
  ])('refuses %s', (_, hex) => {
    expect(() => readDer(Buffer.from(hex, 'hex'))).toThrow(WireError);
  });

  it('refuses what follows a single element', () => {
    expect(() => readSingleDer(Buffer.from('30000500', 'hex'), tag.sequence, 'thing')).toThrow('thing: trailing data');
  });

  it('reads object identifiers', () => {
    expect(readObjectIdentifier(Buffer.from('2a8648ce3d040302', 'hex'))).toBe('1.2.840.10045.4.3.2');
    expect(readObjectIdentifier(Buffer.from('550406', 'hex'))).toBe('2.5.4.6');
  });

  it('reads times of both forms', () => {
    const at = (identifier: number, text: string) => readTime(readDer(writeDer(identifier, Buffer.from(text))));
    expect(at(tag.utcTime, '491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(at(tag.utcTime, '500101000000Z')).toBe(Date.UTC(1950, 0, 1));
    expect(at(tag.generalizedTime, '20500101000000Z')).toBe(Date.UTC(2050, 0, 1));
    expect(() => at(tag.utcTime, '2050-01-01')).toThrow(WireError);
  });
});
