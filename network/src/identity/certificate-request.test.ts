import { createPrivateKey, createPublicKey } from 'node:crypto';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { createRequest } from './certificate-request';

describe('a certificate request', () => {
  const { privateKey, request } = createRequest('physician-1');
  const parsed = new Pkcs10CertificateRequest(request);

  it('names whom the certificate is for', () => {
    expect(parsed.subject).toBe('CN=physician-1');
  });

  it('proves that the key is in the hands of whoever asks', async () => {
    await expect(parsed.verify()).resolves.toBe(true);
    const spki = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' });
    expect(Buffer.from(parsed.publicKey.rawData).equals(spki)).toBe(true);
  });
});
