import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { createSelfSigned, type SelfSigned } from './self-signed';

const now = new Date('2030-01-01T00:00:00Z');

describe('a self-signed certificate', () => {
  const { certificate, privateKey } = createSelfSigned('chaincode.a.example', ['localhost', '127.0.0.1'], 10, now);
  const parsed = new X509Certificate(certificate);

  it('vouches for itself and belongs to its key', () => {
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.subject).toBe('CN=chaincode.a.example');
    expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  it('holds for its hosts and for its days', () => {
    expect(parsed.checkHost('localhost')).toBe('localhost');
    expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(parsed.checkHost('elsewhere')).toBeUndefined();
    expect(new Date(parsed.validTo)).toEqual(new Date('2030-01-11T00:00:00Z'));
  });
});

/** Whether a client with `own` gets through to a server that trusts `trusted` alone. */
const handshake = (server: SelfSigned, trusted: SelfSigned, own: SelfSigned): Promise<boolean> =>
  new Promise((done) => {
    const listener = createServer(
      { key: server.privateKey, cert: server.certificate, ca: trusted.certificate, requestCert: true },
      (socket: TLSSocket) => socket.end('hello'),
    );
    listener.listen(0, '127.0.0.1', () => {
      const socket = connect({
        host: 'localhost',
        port: (listener.address() as AddressInfo).port,
        ca: server.certificate,
        key: own.privateKey,
        cert: own.certificate,
      });
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      const settle = () => listener.close(() => done(text === 'hello'));
      socket.once('error', () => undefined);
      socket.once('close', settle);
    });
  });

describe('the line between peer and chaincode', () => {
  const server = createSelfSigned('chaincode', ['localhost'], 10);
  const client = createSelfSigned('peer', [], 10);
  const stranger = createSelfSigned('peer', [], 10);

  it('lets the one through that it was made for', async () => {
    await expect(handshake(server, client, client)).resolves.toBe(true);
  });

  it('turns everybody else away, whatever they call themselves', async () => {
    await expect(handshake(server, client, stranger)).resolves.toBe(false);
  });
});
