import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { request } from 'node:https';

import FabricCAServices from 'fabric-ca-client';
import { User, Utils, type ICryptoKey } from 'fabric-common';

import { toLowS } from '../../src/wire/signature';
import { requestFor } from './certificates';
import type { ServerUnderTest } from './server-under-test';

// The library gives a connection three seconds, and itself takes one to make a key: too short beside other tests.
(Utils as unknown as { setConfigSetting(name: string, value: number): void }).setConfigSetting(
  'connection-timeout',
  60_000,
);

/** Somebody with a certificate, as the client library holds one. */
export interface Enrolled {
  readonly user: User;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly certificate: X509Certificate;
}

/** What an authority says when it refuses. */
export interface Refusal {
  readonly status?: number;
  readonly code: number;
  readonly message: string;
}

/** A request as HTTP sees it, for what the client library would not send. */
export interface RawCall {
  readonly method: string;
  readonly path: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export const servicesOf = (server: ServerUnderTest, tlsRootPem = server.tlsRootPem, caName = server.caName) =>
  new FabricCAServices(server.url, { trustedRoots: Buffer.from(tlsRootPem), verify: true }, caName);

/** The library's certificate service, which its types leave out. */
export const certificatesOf = (
  server: ServerUnderTest,
): { getCertificates(filter: object, by: User): Promise<unknown> } =>
  (servicesOf(server) as unknown as { newCertificateService(): never }).newCertificateService();

/** Enrols with a key made here: the library takes a second to make one. */
export async function enrol(
  server: ServerUnderTest,
  id: string,
  secret: string,
  options: { attributes?: { name: string; optional: boolean }[]; profile?: string } = {},
): Promise<Enrolled> {
  const own = await requestFor(`CN=${id}`);
  const { certificate } = await servicesOf(server).enroll({
    enrollmentID: id,
    enrollmentSecret: secret,
    csr: own.csr,
    ...(options.attributes ? { attr_reqs: options.attributes } : {}),
    ...(options.profile ? { profile: options.profile } : {}),
  });
  return enrolled(id, certificate, own.privateKeyPem);
}

/** Enrols with a key that the library makes, as most programs do. */
export async function enrolWithLibraryKey(server: ServerUnderTest, id: string, secret: string): Promise<Enrolled> {
  const { key, certificate } = await servicesOf(server).enroll({ enrollmentID: id, enrollmentSecret: secret });
  return enrolled(id, certificate, pemOf(key));
}

/** The library's private key, PEM. */
export const pemOf = (key: ICryptoKey): string => (key as ICryptoKey & { toBytes(): string }).toBytes();

/** The library's user for a certificate and its key. */
export const enrolled = (id: string, certificatePem: string, privateKeyPem: string): Enrolled => ({
  user: User.createUser(id, '', 'TestMSP', certificatePem, privateKeyPem) as unknown as User,
  certificatePem,
  privateKeyPem,
  certificate: new X509Certificate(certificatePem),
});

/** What `call` was refused with. @throws Error where it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const [first] = (error as { errors?: Refusal[] }).errors ?? [];
    if (first) return { code: first.code, message: first.message };
    throw error;
  }
  throw new Error('the request was not refused');
}

/** The token that signs a request with a certificate's key. */
export function tokenOf(by: Enrolled, call: RawCall, form: 'long' | 'short' = 'long', lowS = true): string {
  const certificate = Buffer.from(by.certificatePem).toString('base64');
  const short = `${Buffer.from(call.body ?? '').toString('base64')}.${certificate}`;
  const long = `${call.method}.${Buffer.from(call.path).toString('base64')}.${short}`;
  const key = createPrivateKey(by.privateKeyPem);
  for (;;) {
    const signature = sign('sha256', Buffer.from(form === 'long' ? long : short), key);
    const low = toLowS(signature);
    if (lowS) return `${certificate}.${low.toString('base64')}`;
    if (!low.equals(signature)) return `${certificate}.${signature.toString('base64')}`;
  }
}

/** What came back; the body parsed where it is JSON. */
export interface Received {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
  readonly json: { result?: unknown; errors?: Refusal[]; success?: boolean };
}

/** Sends a request as it is. */
export function send(server: ServerUnderTest, call: RawCall): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const options = { host: 'localhost', port, path: call.path, method: call.method, ca: server.tlsRootPem };
    const outgoing = request({ ...options, headers: call.headers ?? {}, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const { location } = response.headers;
        resolve({ status: response.statusCode ?? 0, location, text, json: parsed(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}

/** {@link send}, signed. */
export const sendSigned = (server: ServerUnderTest, by: Enrolled, call: RawCall) =>
  send(server, { ...call, headers: { ...call.headers, authorization: tokenOf(by, call) } });

function parsed(text: string): { result?: unknown; errors?: Refusal[]; success?: boolean } {
  try {
    return JSON.parse(text) as { result?: unknown };
  } catch {
    return {};
  }
}
