import { verify, X509Certificate } from 'node:crypto';

import { isLowS, type Curve } from '../../wire/signature';
import { CA_CODE, CaError, unauthenticated } from '../ca-error';
import { isSecret } from '../registry/secret';
import { factsOf } from '../service/certificate-facts';
import { PASSWORD_ATTEMPTS, type CaContext } from '../service/context';
import type { Caller } from '../service/request';

const CURVES: readonly string[] = ['prime256v1', 'secp384r1'] satisfies Curve[];

/** What of a request its sender signed. */
export interface SignedRequest {
  readonly authorization: string | undefined;
  readonly method: string;
  /** Path and query as they came. */
  readonly uri: string;
  readonly body: Buffer;
}

/**
 * Knows a caller by enrolment id and secret.
 * @throws CaError 20 without saying what was wrong; 73 where too many secrets were wrong.
 */
export async function authenticateBySecret(context: CaContext, authorization: string | undefined): Promise<Caller> {
  const { id, secret } = credentialsOf(authorization);
  const { identities } = context.registry;
  const identity = identities.find(id);
  if (!identity) throw unauthenticated(`'${id}' is not registered`);
  if (identity.failedLogins >= PASSWORD_ATTEMPTS) throw tooManyAttempts();
  if (!(await isSecret(secret, identity.secret))) {
    identities.setFailedLogins(id, (identities.find(id)?.failedLogins ?? 0) + 1);
    throw unauthenticated(`wrong secret for '${id}'`);
  }
  if (identity.isRevoked) throw unauthenticated(`'${id}' is revoked`);
  if (identity.maxEnrolments !== -1 && identity.enrolments >= identity.maxEnrolments) {
    throw unauthenticated(`'${id}' has enrolled ${identity.enrolments} times, no more are allowed`);
  }
  if (identity.failedLogins > 0) identities.setFailedLogins(id, 0);
  return { identity };
}

/**
 * Knows a caller by the token it made with its certificate's key: `b64(certificate).b64(signature)` over method, address
 * and body; where the authority is told to, also over the body alone, as clients before 1.4 signed.
 * @throws CaError 20 without saying what was wrong.
 */
export function authenticateByToken(context: CaContext, request: SignedRequest): Caller {
  const certificate = verifyToken(request, context.acceptsShortTokens);
  checkIssuedHere(context, certificate);
  const facts = factsOf(certificate);
  const record = context.registry.certificates.find(facts.serial, facts.aki);
  if (!record) throw unauthenticated('the certificate is not in the registry');
  if (record.revokedAt) throw unauthenticated('the certificate is revoked');
  const identity = context.registry.identities.find(facts.id);
  if (!identity) throw unauthenticated(`'${facts.id}' is not registered`);
  return { identity, certificate: facts };
}

function credentialsOf(authorization: string | undefined): { id: string; secret: string } {
  const [scheme, encoded] = present(authorization).split(' ');
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (scheme?.toLowerCase() !== 'basic' || colon < 0) throw unauthenticated('no enrolment id and secret');
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function verifyToken({ authorization, method, uri, body }: SignedRequest, acceptsShort: boolean): X509Certificate {
  const [encoded = '', signature = '', ...more] = present(authorization).split('.');
  if (more.length > 0 || !isBase64(encoded) || !isBase64(signature)) throw unauthenticated('the token is malformed');
  const certificate = readCertificate(encoded);
  const short = `${body.toString('base64')}.${encoded}`;
  const long = `${method}.${Buffer.from(uri).toString('base64')}.${short}`;
  const der = Buffer.from(signature, 'base64');
  const isSignedBy = (text: string) => verify('sha256', Buffer.from(text), certificate.publicKey, der);
  const curve = certificate.publicKey.asymmetricKeyDetails?.namedCurve as Curve;
  if (!isLowS(der, curve) || !(isSignedBy(long) || (acceptsShort && isSignedBy(short))))
    throw unauthenticated("the token's signature is wrong");
  return certificate;
}

function readCertificate(encoded: string): X509Certificate {
  try {
    const certificate = new X509Certificate(Buffer.from(encoded, 'base64'));
    const curve = certificate.publicKey.asymmetricKeyDetails?.namedCurve ?? '';
    if (!CURVES.includes(curve)) throw new TypeError('not a key of a known curve');
    return certificate;
  } catch {
    throw unauthenticated('the token holds no readable certificate');
  }
}

function checkIssuedHere({ authority, now }: CaContext, certificate: X509Certificate): void {
  const issuer = new X509Certificate(authority.certificatePem);
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
    throw unauthenticated('the certificate was not issued here');
  }
  const at = now();
  if (at < new Date(certificate.validFrom) || at > new Date(certificate.validTo)) {
    throw unauthenticated('the certificate is outside its validity');
  }
}

function present(authorization: string | undefined): string {
  if (!authorization) throw new CaError(401, CA_CODE.noAuthorization, 'No authorization header');
  return authorization;
}

const tooManyAttempts = (): CaError =>
  new CaError(
    401,
    CA_CODE.passwordAttempts,
    `Incorrect password entered ${PASSWORD_ATTEMPTS} times, max incorrect password limit of ${PASSWORD_ATTEMPTS} reached`,
  );

const isBase64 = (text: string): boolean =>
  /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/.test(
    text,
  );
