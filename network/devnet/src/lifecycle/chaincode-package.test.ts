import { createHash } from 'node:crypto';
import { chaincodePackage, tarGz } from '../../test/support/chaincode-package';
import { PackageError, readChaincodePackage } from './chaincode-package';

describe('a chaincode package', () => {
  test('is named by its label and the hash of its bytes', () => {
    const bytes = chaincodePackage('asset_1.0', { address: 'localhost:9999' });
    const { packageId, label } = readChaincodePackage(bytes, {});
    expect(label).toBe('asset_1.0');
    expect(packageId).toBe(`asset_1.0:${createHash('sha256').update(bytes).digest('hex')}`);
  });

  test('says where its process listens, with the values of the peer that installs it', () => {
    const bytes = chaincodePackage('asset', {
      address: '{{.host}}:{{.port}}',
      dial_timeout: '2s',
      tls_required: true,
      root_cert: '{{.root}}',
    });
    expect(readChaincodePackage(bytes, { host: 'localhost', port: '7777', root: 'PEM' }).connection).toEqual({
      address: 'localhost:7777',
      dialTimeoutMs: 2000,
      tls: { rootCertificate: 'PEM' },
    });
  });

  test('carries keys for a process that wants to know its peer', () => {
    const bytes = chaincodePackage('asset', {
      address: 'localhost:1',
      tls_required: true,
      client_auth_required: true,
      root_cert: 'root',
      client_key: 'key',
      client_cert: 'certificate',
    });
    expect(readChaincodePackage(bytes, {}).connection.tls).toEqual({
      rootCertificate: 'root',
      clientKey: 'key',
      clientCertificate: 'certificate',
    });
  });

  test.each([
    [
      'a value that the peer does not give',
      chaincodePackage('asset', { address: '{{.host}}:1' }),
      "no value for 'host'",
    ],
    ['no address', chaincodePackage('asset', {}), 'chaincode address not provided'],
    [
      'no connection',
      tarGz({ 'metadata.json': '{"type":"ccaas","label":"a"}', 'code.tar.gz': tarGz({}) }),
      'connection.json not found',
    ],
    [
      'a connection that is no JSON',
      tarGz({ 'metadata.json': '{"type":"ccaas","label":"a"}', 'code.tar.gz': tarGz({ 'connection.json': '{' }) }),
      'connection.json is not JSON',
    ],
  ])('with %s is refused', (_what, bytes, message) => {
    expect(() => readChaincodePackage(bytes, {})).toThrow(PackageError);
    expect(() => readChaincodePackage(bytes, {})).toThrow(message);
  });
});
