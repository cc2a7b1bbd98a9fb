import { createHash } from 'node:crypto';
import { canonicalJson, type PrivacyLoss, type ReleaseMode } from '@rxledger/chaincode/api';
import type { HierarchyDefinition } from '../anonymisation/hierarchy/hierarchy-definition';
import type { Sensitive } from '../anonymisation/release/sensitive-table';
import type { Loss } from '../anonymisation/search/loss';

/** A column that may be released, and the level of its hierarchy at which it is: fixed before the data is looked at. */
export interface SchemeColumn {
  readonly name: string;
  readonly hierarchy: HierarchyDefinition;
  /** 0 releases the values themselves. */
  readonly level: number;
}

/** How the rows of a data set are read and generalised. The ledger has its hash from the registration on. */
export interface Scheme {
  /** Column that names the patient: one row each. It is read, and never released. */
  readonly patient: string;
  readonly columns: readonly SchemeColumn[];
  /** The sensitive Boolean of `dp` and `paper`: which values of which column are its yes. */
  readonly sensitive?: Sensitive;
}

/** What is asked of a data set. The ledger has its hash from the reservation on. */
export interface ReleaseRequest {
  readonly release: string;
  readonly dataset: string;
  readonly mode: ReleaseMode;
  readonly cost: PrivacyLoss;
  /** Names of columns of the scheme. */
  readonly columns: readonly string[];
  /** Least patients of a group; not for `histogram`. */
  readonly k?: number;
  /** Part of the rows that `paper` may leave out, a decimal; 0 unless told. */
  readonly suppression?: string;
  /** What `paper` keeps small; `loss-geo` unless told. */
  readonly loss?: Loss;
}

/** The same before there is a data set on a ledger, or a release of it. */
export type Question = Omit<ReleaseRequest, 'release' | 'dataset'>;

/** SHA-256 of the canonical JSON: how scheme and request stand on the ledger. */
export const hashOf = (document: object): string =>
  createHash('sha256').update(canonicalJson(document), 'utf8').digest('hex');
