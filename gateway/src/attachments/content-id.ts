import type { ErasureScope, Section } from '@rxledger/chaincode/api';

/** One letter a section, so that what is stored can be found again by what it belongs to, and by nothing else. */
const LETTERS: Readonly<Record<Section, string>> = { base: 'b', examination: 'e', treatment: 't', cost: 'c' };

/** Id of an attachment in the content store: its case, its section, and a random part. */
export const contentId = (id: string, section: Section, random: string): string =>
  `${id}-${LETTERS[section]}-${random}`;

/** With what the ids begin of all attachments of a section, or of a case. */
export const contentPrefix = (id: string, scope: ErasureScope): string =>
  scope === 'whole' ? `${id}-` : `${id}-${LETTERS[scope]}-`;

/** Is it an attachment of this case? */
export const isOfCase = (content: string, id: string): boolean => content.startsWith(`${id}-`);
