import { imageOf, nodeImage } from './images';

describe('the images', () => {
  it('are the official ones of the version of Fabric', () => {
    expect(imageOf('peer', '3.1.5', {})).toBe('hyperledger/fabric-peer:3.1.5');
    expect(imageOf('ca', '3.1.5', {})).toBe('hyperledger/fabric-ca:1.5.15');
  });

  it('come from a mirror where there is one, those of the base too', () => {
    const settings = { registry: 'registry.hospital.example:5000/mirror/' };
    expect(imageOf('orderer', '3.1.5', settings)).toBe(
      'registry.hospital.example:5000/mirror/hyperledger/fabric-orderer:3.1.5',
    );
    expect(nodeImage(settings)).toBe('registry.hospital.example:5000/mirror/node:22-bookworm-slim');
  });

  it('can be pinned to their bytes, one by one', () => {
    const digest = `hyperledger/fabric-peer@sha256:${'0'.repeat(64)}`;
    const settings = { images: { peer: digest } };
    expect(imageOf('peer', '3.1.5', settings)).toBe(digest);
    expect(imageOf('orderer', '3.1.5', settings)).toBe('hyperledger/fabric-orderer:3.1.5');
  });

  it('of an unknown version are refused, with the versions there are', () => {
    expect(() => imageOf('peer', '1.4.0', {})).toThrow('no image of Fabric 1.4.0 is known for the peer');
  });
});
