import type { Signers } from '../domain/signers';

/*
 * A SignaturePolicyEnvelope (fabric-protos, common/policies.proto) written by hand: the shim's KeyEndorsementPolicy can
 * only ask for all of some organisations. Field numbers:
 *   SignaturePolicyEnvelope { int32 version = 1; SignaturePolicy rule = 2; repeated MSPPrincipal identities = 3 }
 *   SignaturePolicy { oneof { int32 signed_by = 1; NOutOf n_out_of = 2 } }   NOutOf { int32 n = 1; repeated rules = 2 }
 *   MSPPrincipal { Classification principal_classification = 1 (ROLE = 0); bytes principal = 2 }
 *   MSPRole { string msp_identifier = 1; MSPRoleType role = 2 (PEER = 3) }
 */
const ROLE_PEER = 3;

const made = new Map<string, Uint8Array>();
const MAXIMUM_KEPT = 1000;

/** The bytes of a key's endorsement policy: peers of the organisations, as `Signers` combines them. */
export function endorsementPolicy(signers: Signers): Uint8Array {
  const name = JSON.stringify(signers);
  let policy = made.get(name);
  if (policy === undefined) {
    policy = encode(signers);
    if (made.size >= MAXIMUM_KEPT) made.clear();
    made.set(name, policy);
  }
  return policy;
}

function encode(signers: Signers): Uint8Array {
  const organisations: string[] = [];
  const rule = encodeRule(signers, organisations);
  return Buffer.concat([
    varintField(1, 0),
    bytesField(2, rule),
    ...organisations.map((id) => bytesField(3, peerOf(id))),
  ]);
}

function encodeRule(signers: Signers, organisations: string[]): Buffer {
  if (typeof signers === 'string') {
    if (!organisations.includes(signers)) organisations.push(signers);
    return varintField(1, organisations.indexOf(signers));
  }
  const rules = 'all' in signers ? signers.all : signers.any;
  const needed = 'all' in signers ? rules.length : 1;
  return bytesField(
    2,
    Buffer.concat([varintField(1, needed), ...rules.map((rule) => bytesField(2, encodeRule(rule, organisations)))]),
  );
}

const peerOf = (mspId: string): Buffer =>
  bytesField(2, Buffer.concat([bytesField(1, Buffer.from(mspId)), varintField(2, ROLE_PEER)]));

const varintField = (field: number, value: number): Buffer => Buffer.from([field << 3, ...varint(value)]);

const bytesField = (field: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(bytes.length)]), bytes]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}
