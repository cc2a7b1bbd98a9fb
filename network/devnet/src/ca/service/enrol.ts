import { CA_CODE, CaError, unauthenticated, unauthorised } from '../ca-error';
import type { RegisteredIdentity } from '../registry/identities';
import { CertificateRequestError, readCertificateRequest, type CertificateRequest } from '../x509/certificate-request';
import type { CertificateProfile } from '../x509/extensions';
import { HF } from './attribute-names';
import { attributeOf } from './attributes';
import { caInfo, type CaInfo } from './ca-info';
import { isTrue } from './caller';
import { issueCertificate } from './issue';
import type { CaRequest } from './request';

/** The answer to an enrolment: certificate and chain, base64 of PEM. */
export interface EnrolmentAnswer {
  readonly Cert: string;
  readonly ServerInfo: CaInfo;
}

/** Signing profiles by the names clients give; the default one makes enrolment certificates. */
const PROFILES: ReadonlyMap<string, CertificateProfile> = new Map([
  ['', 'signing'],
  ['tls', 'tls'],
  ['ca', 'ca'],
]);
const AUTHORITY_DAYS = 5 * 365;
const DAY = 86_400_000;

// Longest values by name, RFC 5280, appendix A.
const LONGEST = {
  commonName: 64,
  organisation: 64,
  organisationalUnits: 64,
  country: 2,
  locality: 128,
  state: 128,
} as const;

/** Enrols whoever authenticated with a secret, and counts it. */
export function enrol(request: CaRequest): EnrolmentAnswer {
  const { context, caller } = request;
  return context.registry.transaction(() => {
    const answer = certify(request);
    if (!context.registry.identities.countEnrolment(caller.identity.id)) {
      throw unauthenticated(`'${caller.identity.id}' may not enrol again`);
    }
    return answer;
  });
}

/** Certifies anew whoever authenticated with a certificate, for a key of its own. */
export const reenrol = (request: CaRequest): EnrolmentAnswer =>
  request.context.registry.transaction(() => certify(request));

function certify({ context, caller: { identity }, body }: CaRequest): EnrolmentAnswer {
  const pem = body.text('certificate_request');
  const csr = readCsr(pem);
  if (csr.subject.commonName !== identity.id) {
    throw new CaError(403, CA_CODE.commonName, 'The CSR subject common name must equal the enrollment ID');
  }
  const profile = profileOf(body.text('profile'));
  if ((profile === 'ca' || csr.isAuthority) && !isTrue(identity, HF.intermediateCa)) {
    throw unauthorised(`'${identity.id}' may not become an authority`);
  }
  checkLengths(csr);
  const attributes = certifiedAttributes(identity, body.attributeRequests('attr_reqs'));
  const { country, state, locality, organisation } = csr.subject;
  const hosts = body.texts('hosts');
  const certificate = issueCertificate(context, {
    commonName: identity.id,
    organisationalUnits: [identity.type, ...identity.affiliation.split('.')],
    ...(country ? { country } : {}),
    ...(state ? { state } : {}),
    ...(locality ? { locality } : {}),
    ...(organisation ? { organisation } : {}),
    csr: pem,
    profile,
    ...(attributes ? { attributes } : {}),
    ...(hosts.length > 0 ? { sans: hosts } : {}),
    ...(profile === 'ca' ? { notAfter: new Date(context.now().getTime() + AUTHORITY_DAYS * DAY) } : {}),
  });
  return { Cert: Buffer.from(certificate).toString('base64'), ServerInfo: { ...caInfo(context), Version: '' } };
}

function readCsr(pem: string): CertificateRequest {
  try {
    return readCertificateRequest(pem);
  } catch (error) {
    if (!(error instanceof CertificateRequestError)) throw error;
    throw new CaError(400, CA_CODE.badCsr, error.message);
  }
}

function profileOf(name: string): CertificateProfile {
  const profile = PROFILES.get(name);
  if (!profile) throw new CaError(500, CA_CODE.unknown, `Invalid profile: '${name}'`);
  return profile;
}

function checkLengths({ subject }: CertificateRequest): void {
  for (const [part, longest] of Object.entries(LONGEST)) {
    const values = [subject[part as keyof typeof LONGEST] ?? []].flat();
    if (values.some((value) => value.length > longest)) {
      const fault = `the ${part} is longer than ${longest} characters`;
      throw new CaError(400, CA_CODE.csrInput, `CSR input validation failed: ${fault}`);
    }
  }
}

// Without a request the attributes that were registered for certificates; with one, exactly those it names.
function certifiedAttributes(
  identity: RegisteredIdentity,
  requests: readonly { readonly name: string; readonly isOptional: boolean }[] | undefined,
): Record<string, string> | undefined {
  if (!requests) {
    const asRegistered = identity.attributes.filter((attribute) => attribute.ecert);
    if (asRegistered.length === 0) return undefined;
    return Object.fromEntries(asRegistered.map(({ name, value }) => [name, value]));
  }
  const found = requests.map(({ name }) => [name, attributeOf(identity.attributes, name)] as const);
  const missing = requests.filter(({ isOptional }, at) => !isOptional && found[at]?.[1] === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(' ');
    const fault = `The following required attributes are missing: [${names}]`;
    throw new CaError(500, CA_CODE.unknown, `Failed to find requested attributes: ${fault}`);
  }
  return Object.fromEntries(found.filter((each): each is [string, string] => each[1] !== undefined));
}
