/** Where releases are kept and come from. */
export interface ReleaseSettings {
  /** Folder for requests, jobs and artefacts. */
  readonly folder: string;
  /** Folder that the operator puts files of rows into. */
  readonly sources: string;
}
