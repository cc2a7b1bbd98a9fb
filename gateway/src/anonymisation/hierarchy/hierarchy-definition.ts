/** How a hierarchy is built; what a steward writes as YAML or JSON, one file an attribute. */
export type HierarchyDefinition =
  | IntervalDefinition
  | PrefixDefinition
  | MaskDefinition
  | DateDefinition
  | CodeDefinition
  | GroupsDefinition
  | FlatDefinition;

/** Whole numbers in bands, each width a multiple of the one before. */
export interface IntervalDefinition {
  readonly kind: 'interval';
  readonly from: number;
  readonly to: number;
  /** Widths of the bands, narrowest first; the bands begin at `from`. */
  readonly widths: readonly number[];
}

/** Text cut to its first characters, as for postcodes. */
export interface PrefixDefinition {
  readonly kind: 'prefix';
  /** How many characters stay, most first. */
  readonly lengths: readonly number[];
}

/** Text masked character by character. */
export interface MaskDefinition {
  readonly kind: 'mask';
  /** Which end is masked first; `right` unless told. */
  readonly from?: 'left' | 'right';
}

export const DATE_LEVELS = ['month', 'quarter', 'year', 'decade'] as const;

/** Dates as YYYY-MM-DD. */
export interface DateDefinition {
  readonly kind: 'date';
  /** In the order of `DATE_LEVELS`; month, quarter and year unless told. */
  readonly levels?: readonly (typeof DATE_LEVELS)[number][];
}

/** Codes of a classification, by the prefixes it defines. */
export interface CodeDefinition {
  readonly kind: 'atc' | 'icd-10';
}

/** Named groups, nested; every value as deep as every other. */
export interface GroupsDefinition {
  readonly kind: 'groups';
  readonly groups: Groups;
}

export type Groups = { readonly [name: string]: Groups | readonly string[] };

/** The values, then everything. */
export interface FlatDefinition {
  readonly kind: 'flat';
  /** The values of the data unless told. */
  readonly values?: readonly string[];
}
