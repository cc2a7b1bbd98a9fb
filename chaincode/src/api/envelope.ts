import type { Command } from './command';

/** The four parts of a case (paper, section V). */
export const SECTIONS = ['base', 'examination', 'treatment', 'cost'] as const;
export type Section = (typeof SECTIONS)[number];

/** Whose keys a version is wrapped for when it is written; custodians' emergency keys come on top. */
export const SECTION_RECIPIENTS: Readonly<Record<Section, readonly ('hospital' | 'patient')[]>> = {
  base: ['hospital', 'patient'],
  examination: ['patient'],
  treatment: ['hospital'],
  cost: ['hospital', 'patient'],
};

/** An elliptic curve's public key (RFC 7517), P-256. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** The content key of an envelope, wrapped for one key: a recipient of RFC 7516, section 7.2.1. */
export interface Wrap {
  readonly header: {
    /** Key id: `<owner>/<use>/<version>`. */
    readonly kid: string;
    readonly epk: PublicJwk;
  };
  readonly encrypted_key: string;
}

/** What an envelope says of itself, the same for every recipient. */
export interface EnvelopeHeader {
  readonly alg: 'ECDH-ES+A256KW';
  /** Hash of the content key, base64url: nobody can be given another key than the others were. */
  readonly ckc: string;
  readonly enc: 'A256GCM';
}

/**
 * What is encrypted, without wraps: these members of a general JSON JWE, base64url. Commitments are made over it, so
 * that wraps can be added.
 */
export interface SealedContent {
  /** Of canonical JSON of `EnvelopeHeader`. */
  readonly protected: string;
  /** Of canonical JSON of `EnvelopeBinding`: an envelope opens in its own place alone. */
  readonly aad: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** JWE, general JSON serialisation (RFC 7516, section 7.2.1), as it travels in the transient map and in answers. */
export interface Envelope extends SealedContent {
  readonly recipients: readonly Wrap[];
}

/** The additional authenticated data of an envelope: where it belongs and what for. */
export interface EnvelopeBinding {
  readonly channel: string;
  /** What `subject` is the id of: a case, an emergency, or a patient (actor id). `section` and `version` for a section. */
  readonly purpose: 'section' | 'reason' | 'profile';
  readonly subject: string;
  readonly section?: Section;
  readonly version?: number;
}

/** Wraps in one transaction. */
export const MOST_WRAPS = 1000;
/** Consents whose grantees one transaction wraps for. */
export const MOST_GRANTS = 50;
/** Bytes of an envelope with its wraps, or of wraps alone, as JSON. */
export const MAXIMUM_ENVELOPE_BYTES = 1024 * 1024;

/** Transient `wraps` of AddWraps: for versions of the section that the command names. */
export interface VersionWraps {
  readonly version: number;
  readonly recipients: readonly Wrap[];
}

/** What every command on a case has. */
export interface CaseCommand extends Command {
  /** Of the case. */
  readonly case: string;
}
