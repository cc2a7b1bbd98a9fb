import type { Session } from '../operation/session';
import { requireDevnet } from './dev-commands';

const sessionOn = (name: string) => ({ runtime: { name } }) as Session;

describe("the developer's tools", () => {
  it('are there on the devnet', () => expect(() => requireDevnet(sessionOn('devnet'))).not.toThrow());

  it.each(['native', 'docker'])('are refused on %s, with what to do instead', (name) => {
    expect(() => requireDevnet(sessionOn(name))).toThrow(
      expect.objectContaining({ code: 'not-devnet', remedy: expect.stringContaining('--runtime devnet') as string }),
    );
  });
});
