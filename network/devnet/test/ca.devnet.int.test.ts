import { startCertificateAuthority } from '../src/ca';
import { describeCertificateAuthority } from './ca.behavior';
import { ADMIN, type ServerUnderTest } from './ca/server-under-test';

const start = async (): Promise<ServerUnderTest> => {
  const authority = await startCertificateAuthority({
    name: 'ca-test',
    mspId: 'TestMSP',
    host: '127.0.0.1',
    port: 0,
    ...ADMIN,
  });
  return {
    url: `https://localhost:${authority.port}`,
    caName: 'ca-test',
    ...ADMIN,
    tlsRootPem: authority.tlsCaCertificatePem,
    close: () => authority.close(),
  };
};

describeCertificateAuthority('devnet’s authority', start);
