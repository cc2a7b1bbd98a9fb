import { type Named, refuseForeign } from './foreign';

const ours = '/srv/network';
const container = (name: string, directory = ''): Named => ({ kind: 'container', name, directory });

describe('what the engine has under our names', () => {
  it('is let be where it is ours, or has another name', () => {
    const found = [container('rx-1-peer.hospital-1', ours), container('rx-12-peer.hospital-1'), container('database')];
    expect(() => refuseForeign(found, 'rx-1', ours)).not.toThrow();
  });

  it("is refused where it is somebody else's, of either generation of Compose", () => {
    for (const name of ['rx-1-peer.hospital-1', 'rx-1_peer.hospital_1']) {
      expect(() => refuseForeign([container(name)], 'rx-1', ours)).toThrow(`container ${name} (not made by rxnet)`);
    }
  });

  it('is refused where another network has it, and that network is named', () => {
    const volume: Named = { kind: 'volume', name: 'rx-1_peer.hospital', directory: '/srv/other' };
    expect(() => refuseForeign([volume], 'rx-1', ours)).toThrow('of the network /srv/other');
  });

  it('comes with the command that removes it', () => {
    const refusal = (() => {
      try {
        refuseForeign([container('rx-1_x')], 'rx-1', ours);
      } catch (error) {
        return error as { code: string; remedy: string };
      }
      return undefined;
    })();
    expect(refusal).toMatchObject({ code: 'foreign-containers' });
    expect(refusal?.remedy).toContain('`docker rm --force rx-1_x`');
  });
});
