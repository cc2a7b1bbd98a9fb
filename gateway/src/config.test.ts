import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig, ConfigError, readConfig } from './config';

const CONFIG = {
  organisation: { mspId: 'HospitalMSP', kind: 'hospital', name: 'Hospital' },
  http: { host: '127.0.0.1', port: 8080 },
  ledger: { adapter: 'fabric-gateway', channel: 'rx', chaincode: 'rx', connectionProfile: 'profile.json' },
  identities: { directory: 'identities', passwordFile: 'password' },
  service: { identity: 'gateway' },
  auth: { issuer: 'http://127.0.0.1:17080', audience: 'rxledger', jwksUri: 'http://127.0.0.1:17080/jwks.json' },
  log: { level: 'info' },
};

describe('the configuration', () => {
  it('is read from JSON and from YAML', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    writeFileSync(join(folder, 'a.json'), JSON.stringify(CONFIG));
    writeFileSync(join(folder, 'b.yaml'), 'organisation: { mspId: HospitalMSP, kind: hospital, name: Hospital }');
    expect(readConfig(join(folder, 'a.json'))).toEqual(CONFIG);
    expect(() => readConfig(join(folder, 'b.yaml'))).toThrow(/required property 'http'/);
    expect(() => readConfig(join(folder, 'c.json'))).toThrow(/ENOENT/);
    rmSync(folder, { recursive: true });
  });

  it('names every fault by its place', () => {
    const wrong = {
      ...CONFIG,
      organisation: { ...CONFIG.organisation, kind: 'hopsital' },
      http: { host: '127.0.0.1', port: 99_999, prot: 1 },
      log: { level: 'chatty' },
    };
    const fault = (): unknown => checkConfig(wrong, 'gateway.json');
    expect(fault).toThrow(ConfigError);
    expect(fault).toThrow('organisation.kind must be one of hospital, centre, pharmacy, third-party');
    expect(fault).toThrow('http.port must be <= 65535');
    expect(fault).toThrow('http must NOT have additional properties: prot');
    expect(fault).toThrow('log.level must be one of error, warn, info, debug');
  });
});
