import { createSelfSigned } from '../identity/self-signed';
import type { NodeCertificate } from '../runtime/node-certificate';
import { nodeOf } from '../runtime/node';
import { checkNodes } from './check-nodes';
import type { Session } from './session';

const now = new Date('2030-06-01T00:00:00Z');
const DAY = 24 * 60 * 60 * 1000;
const certificate = (days: number): string =>
  createSelfSigned('node', [], 10 + days, new Date(now.getTime() - 10 * DAY)).certificate;
const nodes = [nodeOf('ca', 'a'), nodeOf('orderer', 'a'), nodeOf('peer', 'a')];
const good = certificate(30);

const session = (certificates: readonly NodeCertificate[], foundedBy: string | undefined = 'tx'): Session =>
  ({ record: { foundedBy }, runtime: { nodes, nodeCertificates: () => certificates } }) as unknown as Session;
const all = (changes: Partial<Record<string, string>> = {}): readonly NodeCertificate[] =>
  nodes.map(({ name, kind }) => ({
    node: name,
    use: kind === 'ca' ? 'authority' : 'tls',
    certificate: changes[name] ?? good,
  }));

describe('a network that is started again', () => {
  it('is let start when every node has its certificates, in force', () => {
    expect(() => checkNodes(session(all()), now)).not.toThrow();
  });

  it('is half made when the files of a node are gone', () => {
    const without = all().filter(({ node }) => node !== 'peer.a');
    expect(() => checkNodes(session(without), now)).toThrow(expect.objectContaining({ code: 'half-made' }));
    expect(() => checkNodes(session(without), now)).toThrow(/files of peer\.a are missing/);
  });

  it('is not half made before it was founded: up makes what is missing', () => {
    expect(() => checkNodes({ ...session([]), record: undefined }, now)).not.toThrow();
  });

  it.each([
    ['ca.a', 'expired-authority'],
    ['orderer.a', 'expired-orderer'],
  ])('is told that a certificate of %s has run out', (node, code) => {
    const expired = session(all({ [node]: certificate(-1) }));
    expect(() => checkNodes(expired, now)).toThrow(expect.objectContaining({ code }));
  });

  it('has the expired certificate of a peer made anew', () => {
    expect(() => checkNodes(session(all({ 'peer.a': certificate(-1) })), now)).not.toThrow();
  });
});
