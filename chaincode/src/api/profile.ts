import type { Command } from './command';
import type { Envelope } from './envelope';
import type { ActorId } from './organisations';
import type { ActorView } from './registry';

/** Public: what a physician or a researcher says of their work. */
export interface ProfessionalProfile {
  readonly displayName: string;
  readonly field?: string;
  readonly languages?: readonly string[];
  readonly note?: string;
}

/** `physician:SetProfile`, `researcher:SetProfile`: each their own. */
export interface SetProfessionalProfileCommand extends Command {
  readonly profile: ProfessionalProfile;
}

export interface ProfessionalProfileView {
  readonly actor: ActorId;
  readonly profile: ProfessionalProfile;
  readonly version: number;
  readonly updatedAt: number;
}

/** An entry of a directory: the registry's, with a profile where there is one. */
export type DirectoryEntry = ActorView & { readonly profile?: ProfessionalProfile };

export interface DirectoryQuery {
  readonly organisation?: string;
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}

export interface ActorQuery {
  readonly actor: ActorId;
}

/** `patient:SetProfile`: the patient's own, encrypted. Transient: envelope (purpose `profile`, with `version`), salt. */
export interface SetPatientProfileCommand extends Command {
  /** The one after the latest, 1 for the first. */
  readonly version: number;
  readonly commitment: string;
}

export interface PatientProfileView {
  readonly version: number;
  readonly commitment: string;
  readonly updatedAt: number;
}

/** `patient:Profile`: at the patient's own organisation, for the patient. */
export type PatientProfileAnswer = PatientProfileView & { readonly envelope: Envelope; readonly salt: string };
