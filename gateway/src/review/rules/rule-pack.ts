import type { FindingSeverity, PrescriptionBody } from '@rxledger/chaincode/api';

/** What the rules are given: the body, and the public times of the prescription (milliseconds since the epoch). */
export interface RuleInput {
  readonly body: PrescriptionBody;
  readonly issuedAt: number;
  readonly validUntil: number;
}

interface RuleOf<Family extends string> {
  /** Stands in findings. */
  readonly id: string;
  readonly family: Family;
  readonly severity: FindingSeverity;
  /** What the reviewer reads; says nothing of the patient. */
  readonly text: string;
  /** Where it is published. */
  readonly source: string;
}

/** ATC codes or prefixes of them; a drug is meant when its code begins with one. */
type Drugs = readonly string[];

export interface MissingRule extends RuleOf<'missing'> {
  readonly field: 'strength' | 'form' | 'birthDate' | 'sex' | 'diagnosis';
}
export interface VagueDosageRule extends RuleOf<'vague-dosage'> {
  readonly words: readonly string[];
}
export interface ValidityRule extends RuleOf<'validity'> {
  readonly drugs: Drugs;
  readonly maximumDays: number;
}
export interface EarlyRefillRule extends RuleOf<'early-refill'> {
  /** Share of a fill that must be used up when the next may open. */
  readonly minimumUsedPercent: number;
}
export interface NoRepeatRule extends RuleOf<'no-repeat'> {
  readonly drugs: Drugs;
}
export interface DuplicateRule extends RuleOf<'duplicate'> {
  /** Characters of the ATC code that must be equal: 7 the substance, 5 its chemical subgroup. */
  readonly characters: 5 | 7;
}
export interface DailyDoseRule extends RuleOf<'daily-dose'> {
  readonly drugs: Drugs;
  readonly maximumMilligrams: number;
}
export interface WeeklyOnlyRule extends RuleOf<'weekly-only'> {
  readonly drugs: Drugs;
}
export interface SupplyRule extends RuleOf<'supply'> {
  readonly drugs: Drugs;
  readonly maximumDays: number;
}
export interface ControlledRule extends RuleOf<'controlled-unmarked'> {
  readonly drugs: Drugs;
}
export interface AllergyRule extends RuleOf<'allergy'> {
  /** Words of an allergy, lower case, and ATC prefixes that mean the same. */
  readonly allergens: readonly string[];
  readonly allergenCodes: Drugs;
  readonly drugs: Drugs;
}
export interface SameCodeAllergyRule extends RuleOf<'allergy-same-code'> {
  /** An allergy noted with fewer characters is too wide to block by. */
  readonly minimumCharacters: number;
}
export interface PregnancyRule extends RuleOf<'pregnancy'> {
  readonly drugs: Drugs;
}
export interface AgeRule extends RuleOf<'age'> {
  readonly drugs: Drugs;
  readonly belowYears: number;
}

export type Rule =
  | MissingRule
  | VagueDosageRule
  | ValidityRule
  | EarlyRefillRule
  | NoRepeatRule
  | DuplicateRule
  | DailyDoseRule
  | WeeklyOnlyRule
  | SupplyRule
  | ControlledRule
  | AllergyRule
  | SameCodeAllergyRule
  | PregnancyRule
  | AgeRule;

/** A versioned set of rules; an operator can put another in its place. */
export interface RulePack {
  readonly name: string;
  readonly version: string;
  readonly coverage: {
    readonly statement: string;
    readonly covered: readonly string[];
    readonly notCovered: readonly string[];
  };
  readonly rules: readonly Rule[];
}
