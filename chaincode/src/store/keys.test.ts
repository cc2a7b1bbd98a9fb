import * as fc from 'fast-check';
import { PATTERNS } from '../api';
import { keys } from './keys';
import type { Stub } from './stub';

const stub = {
  createCompositeKey: (type: string, parts: string[]) =>
    `\u0000${type}\u0000${parts.map((part) => `${part}\u0000`).join('')}`,
} as unknown as Stub;

describe('keys', () => {
  it('keep the parts of an actor apart, so that one organisation never runs into another', () => {
    expect(keys.actor(stub, 'AMSP:b-1')).toBe('\u0000ACTOR\u0000AMSP\u0000b-1\u0000');
    expect(keys.command(stub, 'AMSP:b-1', 'command-1')).toBe('\u0000COMMAND\u0000AMSP\u0000b-1\u0000command-1\u0000');
  });

  it.each(['a\u0000b', '', ' ', '\u{10ffff}', 'ä', `a${'b'.repeat(300)}`])(
    'are made of identifiers alone: %j',
    (part) => {
      expect(() => keys.header(stub, part)).toThrow('not an identifier');
    },
  );

  it.each(['prescriptionId', 'commandId', 'mspId', 'actorId'] as const)('take every %s', (name) => {
    const pattern = new RegExp(PATTERNS[name]);
    fc.assert(
      fc.property(fc.stringMatching(pattern), (id) => {
        expect(keys.header(stub, id)).toBe(`\u0000RX\u0000${id}\u0000`);
      }),
    );
  });
});
