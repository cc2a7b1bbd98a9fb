import type { Theatre } from '../chapters';

export interface Story {
  readonly title: string;
  /** One sentence on what is to be seen. */
  readonly lead: string;
  play(theatre: Theatre): Promise<void>;
}
