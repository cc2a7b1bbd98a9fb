import { blockHeaderDer, commitHash, sha256, transactionId, unsignedVarint } from './hashes';

describe('hashes', () => {
  it('of parts is the hash of what they make together', () => {
    expect(sha256(Buffer.from('ab'), Buffer.from('c')).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('name a transaction by nonce and creator in lower-case hexadecimal', () => {
    expect(transactionId(Buffer.from('a'), Buffer.from('bc'))).toBe(sha256(Buffer.from('abc')).toString('hex'));
  });

  it('take a header as number, previous hash and data hash', () => {
    expect(blockHeaderDer(128, Buffer.from([1]), Buffer.alloc(0)).toString('hex')).toBe('300902020080040101' + '0400');
  });

  it('count flags in front of them: 200 flags need two octets', () => {
    expect(unsignedVarint(200).toString('hex')).toBe('c801');
    const flags = Buffer.alloc(200);
    const expected = sha256(Buffer.from('c801', 'hex'), flags, Buffer.from('u'), Buffer.from('p'));
    expect(commitHash(flags, Buffer.from('u'), Buffer.from('p')).equals(expected)).toBe(true);
  });
});
