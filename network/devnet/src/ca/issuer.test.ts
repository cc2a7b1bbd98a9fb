import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';

import { Pkcs10CertificateRequestGenerator, X509Certificate as ReadCertificate, X509Crl } from '@peculiar/x509';

import { createAuthority, issueIdentity, restoreAuthority, type CertificateAuthority } from './issuer';
import { ATTRIBUTES_OID } from './x509/extensions';

const authorityOf = (now?: () => Date): CertificateAuthority =>
  createAuthority({
    commonName: 'ca.hospital.example',
    organisation: 'Hospital',
    country: 'DK',
    ...(now ? { now } : {}),
  });

const extensionOf = (pem: string, id: string) => new ReadCertificate(pem).getExtension(id);

describe('certificate authority', () => {
  const authority = authorityOf();
  const root = new X509Certificate(authority.certificatePem);

  it('signs its own certificate, as an authority that may sign certificates and revocation lists', () => {
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.ca).toBe(true);
    expect(root.subject).toBe('C=DK\nO=Hospital\nCN=ca.hospital.example');
    expect(root.issuer).toBe(root.subject);
    expect(new ReadCertificate(root.raw).getExtension('2.5.29.15')?.critical).toBe(true);
  });

  it('issues certificates that chain to it by signature, name and key identifier', () => {
    const { certificatePem, privateKeyPem } = issueIdentity(authority, { commonName: 'peer0', role: 'peer' });
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.verify(root.publicKey)).toBe(true);
    expect(certificate.checkIssued(root)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(createPublicKey(privateKeyPem).equals(certificate.publicKey)).toBe(true);
    const authorityKey = Buffer.from(extensionOf(certificatePem, '2.5.29.35')!.value).subarray(-20);
    const rootKey = Buffer.from(extensionOf(authority.certificatePem, '2.5.29.14')!.value).subarray(-20);
    expect(authorityKey).toEqual(rootKey);
  });

  it('writes type and affiliation as units of one name, beside the enrolment id', () => {
    const { certificatePem } = issueIdentity(authority, { commonName: 'nurse1', organisationalUnits: ['org', 'ward'] });
    const units = new ReadCertificate(certificatePem).subjectName.getField('OU');
    expect([...units].sort()).toEqual(['client', 'org', 'ward']);
    expect(new ReadCertificate(certificatePem).subjectName.getField('CN')).toEqual(['nurse1']);
  });

  it('carries attributes as JSON in the extension of Fabric CA', () => {
    const { certificatePem } = authority.issueIdentity({ commonName: 'a', attributes: { 'rx.role': 'läkare' } });
    const value = Buffer.from(extensionOf(certificatePem, ATTRIBUTES_OID)!.value).toString('utf8');
    expect(JSON.parse(value)).toEqual({ attrs: { 'rx.role': 'läkare' } });
  });

  it('issues TLS certificates for hosts and addresses, for servers and clients', () => {
    const sans = ['peer0.hospital.example', '127.0.0.1', '::1', 'fe80::1:2', 'ops@hospital.example'];
    const { certificatePem } = authority.issueIdentity({ commonName: 'peer0', profile: 'tls', sans });
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.checkHost('peer0.hospital.example')).toBeDefined();
    expect(certificate.checkHost('other.example')).toBeUndefined();
    for (const address of ['127.0.0.1', '::1', 'fe80::1:2']) expect(certificate.checkIP(address)).toBeDefined();
    expect(certificate.checkEmail('ops@hospital.example')).toBeDefined();
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it('certifies the key of a request, not its name', async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const request = await Pkcs10CertificateRequestGenerator.create({
      name: 'CN=somebody else',
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    });
    const certificate = new X509Certificate(authority.issue({ commonName: 'me', csr: request.toString('pem') }));
    expect(certificate.subject).toBe('CN=me');
    const spki = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey));
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' })).toEqual(spki);
  });

  it('refuses a request whose signature is not of its key', async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const request = await Pkcs10CertificateRequestGenerator.create({
      name: 'CN=me',
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    });
    const bytes = Buffer.from(request.rawData);
    bytes.write('us', bytes.indexOf('me'));
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    expect(() => authority.issue({ commonName: 'us', csr: pem })).toThrow('does not verify');
    expect(() => authority.issue({ commonName: 'us', csr: 'rubbish' })).toThrow('CSR Decode failed');
  });

  it('never issues past its own end, and dates certificates a little back', () => {
    const now = new Date('2026-03-01T12:00:30Z');
    const dated = authorityOf(() => now);
    const wanted = new Date(dated.notAfter.getTime() + 1000);
    const { certificatePem } = dated.issueIdentity({ commonName: 'a', notAfter: wanted });
    const certificate = new X509Certificate(certificatePem);
    expect(new Date(certificate.validTo)).toEqual(dated.notAfter);
    expect(new Date(certificate.validFrom)).toEqual(new Date('2026-03-01T11:55:00Z'));
  });

  it('draws a serial number of twenty bytes for each', () => {
    const publicKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const serials = Array.from(
      { length: 50 },
      () => new X509Certificate(authority.issue({ commonName: 'a', publicKey })),
    );
    expect(new Set(serials.map((each) => each.serialNumber)).size).toBe(50);
    expect(serials.every((each) => each.serialNumber.length === 40)).toBe(true);
  });

  it('goes on as the same authority from its certificate and key, and refuses a pair that is none', () => {
    const again = restoreAuthority({
      certificatePem: authority.certificatePem,
      privateKeyPem: authority.privateKeyPem,
    });
    const certificate = new X509Certificate(again.issueIdentity({ commonName: 'a' }).certificatePem);
    expect(certificate.verify(root.publicKey)).toBe(true);
    const stranger = authorityOf();
    expect(() =>
      restoreAuthority({ certificatePem: authority.certificatePem, privateKeyPem: stranger.privateKeyPem }),
    ).toThrow('does not belong');
  });

  it('lists revoked certificates in a signed list that other tools read', async () => {
    const { certificatePem } = authority.issueIdentity({ commonName: 'gone' });
    const serial = new X509Certificate(certificatePem).serialNumber;
    const revokedAt = new Date('2026-03-01T12:00:00Z');
    const pem = authority.crl([{ serial, revokedAt }]);
    expect(pem.startsWith('-----BEGIN X509 CRL-----\n')).toBe(true);
    const list = new X509Crl(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64'));
    expect(await list.verify({ publicKey: new ReadCertificate(authority.certificatePem) })).toBe(true);
    expect(list.findRevoked(serial.toLowerCase())?.revocationDate).toEqual(revokedAt);
    const empty = authority.crl([]);
    expect(new X509Crl(Buffer.from(empty.split('\n').slice(1, -2).join(''), 'base64')).entries).toHaveLength(0);
  });
});
