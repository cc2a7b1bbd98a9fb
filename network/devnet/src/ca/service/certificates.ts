import { CA_CODE, CaError, unauthorised } from '../ca-error';
import type { CertificateFilter } from '../registry/certificates';
import { HF } from './attribute-names';
import { attributeOf } from './attributes';
import { isTrue } from './caller';
import { withoutZeros } from './certificate-facts';
import { queryFlag } from './query';
import type { CaRequest } from './request';

/** The answer: certificates, PEM. */
export interface CertificatesAnswer {
  readonly certs: readonly { readonly PEM: string }[];
  readonly caname: string;
}

const UNITS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, d: 86_400_000 };

/** Certificates by owner, serial, key, expiry and revocation, of those whose owners the caller stands above. */
export function listCertificates({ context, caller, query }: CaRequest): CertificatesAnswer {
  const { identity } = caller;
  if (attributeOf(identity.attributes, HF.roles) === undefined && !isTrue(identity, HF.revoker)) {
    throw unauthorised('the caller is neither registrar nor revoker');
  }
  const found = context.registry.certificates.list(filterOf(query, context.now()));
  const visible = new Set(context.registry.identities.below(identity.affiliation).map(({ id }) => id));
  const isVisible = (id: string) => identity.affiliation === '' || visible.has(id);
  return {
    certs: found.filter(({ id }) => isVisible(id)).map(({ pem }) => ({ PEM: pem })),
    caname: query.get('ca') ?? '',
  };
}

function filterOf(query: URLSearchParams, now: Date): CertificateFilter {
  const text = (name: string) => query.get(name) || undefined;
  const hex = (name: string) => withoutZeros(text(name) ?? '') || undefined;
  const revoked = range(query, 'revoked', now);
  const expired = range(query, 'expired', now);
  const [isStanding, isValid] = [flag(query, 'notrevoked'), flag(query, 'notexpired')];
  checkOneOf(isValid, expired, "Can't specify expiration time filter and the 'notexpired' filter");
  checkOneOf(isStanding, revoked, "Can't specify revocation time filter and the 'notrevoked' filter");
  return {
    id: text('id'),
    serial: hex('serial'),
    aki: hex('aki'),
    expiresFrom: isValid ? now : expired.from,
    expiresTo: expired.to,
    revokedFrom: revoked.from,
    revokedTo: revoked.to,
    isRevoked: isStanding ? false : undefined,
  };
}

interface TimeRange {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

function checkOneOf(isFlagged: boolean, { from, to }: TimeRange, fault: string): void {
  if (isFlagged && (from || to)) throw invalid(fault);
}

function range(query: URLSearchParams, kind: string, now: Date): TimeRange {
  return {
    from: timeOf(query.get(`${kind}_start`) ?? '', `${kind}_begin`, now),
    to: timeOf(query.get(`${kind}_end`) ?? '', `${kind}_end`, now),
  };
}

// A time of RFC 3339, a day, or a distance from now: `-30d`, `+1h30m`.
function timeOf(text: string, name: string, now: Date): Date | undefined {
  if (text === '') return undefined;
  // A plus in a query string reads as a blank.
  const written = text.startsWith(' ') ? `+${text.slice(1)}` : text;
  if (/^[+-]/.test(written)) return new Date(now.getTime() + distance(written.toLowerCase(), name));
  const time = new Date(written.includes('T') ? written : `${written}T00:00:00Z`);
  if (Number.isNaN(time.getTime())) throw invalid(`Invalid '${name}' value: Failed to parse time based on RFC3339`);
  return time;
}

function distance(text: string, name: string): number {
  if (text.endsWith('y')) {
    const fault = `Invalid time format, year (y) is not supported, please check: ${text}`;
    throw invalid(`Invalid '${name}' value: ${fault}`);
  }
  if (!/^[+-](?:\d+(?:\.\d+)?[dhms])+$/.test(text)) throw invalid(`Invalid '${name}' value: Failed to parse duration`);
  const parts = text.matchAll(/(\d+(?:\.\d+)?)([dhms])/g);
  const milliseconds = [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit!]!, 0);
  return text.startsWith('-') ? -milliseconds : milliseconds;
}

function flag(query: URLSearchParams, name: string): boolean {
  try {
    return queryFlag(query, name);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

const invalid = (fault: string): CaError => new CaError(400, CA_CODE.gettingCertificate, `Invalid Request: ${fault}`);
