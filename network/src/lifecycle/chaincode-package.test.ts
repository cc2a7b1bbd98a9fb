import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChaincodePackage } from '@rxledger/devnet';
import { packChaincode } from './chaincode-package';
import { CONNECTION_TEMPLATE } from './connection-template';

const variables = {
  chaincode_address: 'localhost:7052',
  chaincode_certificate: 'CERTIFICATE\nOF THE PROCESS',
  peer_key: 'KEY',
  peer_certificate: 'CERTIFICATE OF THE PEER',
};

describe('a chaincode package', () => {
  it('is the same bytes, and so the same package id, whenever it is made', () => {
    const first = packChaincode('rx_1', CONNECTION_TEMPLATE);
    jest.useFakeTimers({ now: new Date('2031-05-05') });
    const second = packChaincode('rx_1', CONNECTION_TEMPLATE);
    jest.useRealTimers();
    expect(second.packageId).toBe(first.packageId);
    expect(Buffer.compare(second.bytes, first.bytes)).toBe(0);
  });

  it('has another id for another label and for another connection', () => {
    const ids = [
      packChaincode('rx_1', CONNECTION_TEMPLATE),
      packChaincode('rx_2', CONNECTION_TEMPLATE),
      packChaincode('rx_1', { ...CONNECTION_TEMPLATE, dial_timeout: '3s' }),
    ].map(({ packageId }) => packageId.split(':')[1]);
    expect(new Set(ids).size).toBe(3);
  });

  it('becomes, in the hands of a peer, a line to its own chaincode process', () => {
    const { bytes, packageId } = packChaincode('rx_1', CONNECTION_TEMPLATE);
    const read = readChaincodePackage(bytes, variables);
    expect(read.packageId).toBe(packageId);
    expect(read.connection).toEqual({
      address: 'localhost:7052',
      dialTimeoutMs: 10_000,
      tls: {
        rootCertificate: variables.chaincode_certificate,
        clientKey: variables.peer_key,
        clientCertificate: variables.peer_certificate,
      },
    });
  });

  it('is an archive that tar reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rxnet-package-'));
    try {
      writeFileSync(join(folder, 'package.tar.gz'), packChaincode('rx_1', CONNECTION_TEMPLATE).bytes);
      execFileSync('tar', ['xzf', 'package.tar.gz'], { cwd: folder });
      execFileSync('tar', ['xzf', 'code.tar.gz'], { cwd: folder });
      expect(JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'))).toEqual({ type: 'ccaas', label: 'rx_1' });
      expect(JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'))).toEqual(CONNECTION_TEMPLATE);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
