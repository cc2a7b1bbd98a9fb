import { children, directoryString, oid, readDer, readOid, sequence, setOf, type DerNode } from './der';

/** A distinguished name in the parts that Fabric uses. */
export interface DistinguishedName {
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
  readonly organisation?: string;
  /** Several stand in one RDN, as Go writes them: `OU=client + OU=ward`. */
  readonly organisationalUnits?: readonly string[];
  readonly commonName: string;
}

const ATTRIBUTE = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', L: '2.5.4.7', ST: '2.5.4.8', CN: '2.5.4.3' } as const;

/** The name as DER, its parts in the order in which Go writes them: C, O, OU, L, ST, CN. */
export function nameToDer(name: DistinguishedName): Buffer {
  return sequence(
    ...rdn(ATTRIBUTE.C, name.country),
    ...rdn(ATTRIBUTE.O, name.organisation),
    ...rdn(ATTRIBUTE.OU, ...(name.organisationalUnits ?? [])),
    ...rdn(ATTRIBUTE.L, name.locality),
    ...rdn(ATTRIBUTE.ST, name.state),
    ...rdn(ATTRIBUTE.CN, name.commonName),
  );
}

/** The parts of a name that Fabric uses; others are passed over. */
export function nameFromDer(bytes: Uint8Array): DistinguishedName {
  const parts = children(readDer(bytes)).flatMap(children).map(children).map(attributeOf);
  const all = (type: string) => parts.filter((part) => part.type === type).map((part) => part.value);
  const one = <K extends string>(key: K, type: string) => {
    const value = all(type)[0];
    return value ? ({ [key]: value } as Record<K, string>) : undefined;
  };
  return {
    ...one('country', ATTRIBUTE.C),
    ...one('state', ATTRIBUTE.ST),
    ...one('locality', ATTRIBUTE.L),
    ...one('organisation', ATTRIBUTE.O),
    organisationalUnits: all(ATTRIBUTE.OU),
    commonName: all(ATTRIBUTE.CN).at(-1) ?? '',
  };
}

function rdn(type: string, ...values: (string | undefined)[]): Buffer[] {
  const present = values.filter((value) => value !== undefined && value !== '') as string[];
  return present.length > 0 ? [setOf(...present.map((value) => sequence(oid(type), directoryString(value))))] : [];
}

function attributeOf([type, value]: DerNode[]): { type: string; value: string } {
  return { type: type ? readOid(type) : '', value: value?.content.toString('utf8') ?? '' };
}
