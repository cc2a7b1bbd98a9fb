import { join } from 'node:path';
import { canonicalJson } from '@rxledger/chaincode/api';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { buildHierarchy } from '../anonymisation/hierarchy/build-hierarchy';
import { byValues } from '../anonymisation/release/classes';
import { noiseOf } from '../anonymisation/release/paper-release';
import { threshold } from '../anonymisation/release/threshold';
import { hashFile } from '../releases/artefact';
import { guaranteeOf } from '../releases/guarantee';
import { isPublic } from '../releases/make-release';
import { hashOf, type Question } from '../releases/scheme';
import { digestOf, readManifest, readRows, PARQUET, TABLE, type FolderManifest, type Row } from './release-folder';

/**
 * Checks a release on a disk by itself: the table against the manifest, the manifest against its own parameters, every row
 * against the mode. It cannot know who made it: that is what the ledger is for.
 * @throws AnonymisationError `altered` with what is wrong
 */
export async function verifyFolder(folder: string): Promise<FolderManifest> {
  const manifest = await readManifest(folder);
  const refuse = (reason: string): never => {
    throw new AnonymisationError('altered', `${folder}: ${reason}`);
  };
  const { digest, ...unsealed } = manifest;
  if (manifest.format !== 'rxledger-release-folder/1') refuse('the manifest has another format');
  if (digestOf(unsealed) !== digest) refuse('the manifest was changed');
  const path = join(folder, TABLE);
  const found = await hashFile(path).catch(() => refuse(`${TABLE} is not there`));
  if (found !== manifest.table.sha256) refuse(`${TABLE} was changed`);
  const { parquet } = manifest;
  if (parquet !== undefined) {
    const copy = await hashFile(join(folder, PARQUET)).catch(() => refuse(`${PARQUET} is not there`));
    if (copy !== parquet.sha256) refuse(`${PARQUET} was changed`);
  }
  const fault = faultOfParameters(manifest) ?? faultOfRows(manifest, await readRows(folder, manifest));
  if (fault !== undefined) refuse(fault);
  return manifest;
}

function faultOfParameters(manifest: FolderManifest): string | undefined {
  const { question, scheme, guarantee, noise, schemeHash } = manifest;
  const { mode, k = 0, cost } = question;
  const isSame = (one: object, other: object): boolean => canonicalJson(one) === canonicalJson(other);
  if (hashOf(scheme) !== schemeHash) return 'the scheme has another hash';
  if (!isSame(guarantee, guaranteeOf(question))) return 'the guarantee is not that of its parameters';
  if (!isSame(noise, noiseOf(Number(cost.microEpsilon)))) return 'the noise is not that of its epsilon';
  const tau = mode === 'dp' ? threshold(k, Number(cost.microEpsilon), Number(cost.picoDelta)) : undefined;
  return tau === manifest.threshold ? undefined : 'the threshold is not that of its parameters';
}

/** What each mode promises of every row. */
const FAULT_OF_ROW: Readonly<
  Record<Question['mode'], (counts: readonly number[], manifest: FolderManifest) => string | undefined>
> = {
  histogram: ([count, cut]) => (cut === Math.max(0, count!) ? undefined : 'a count does not agree with itself'),
  dp: ([yes, no, cutYes, cutNo], { threshold: tau }) => {
    if (yes! + no! < tau!) return `a cell is below the threshold of ${tau!}`;
    return cutYes === Math.max(0, yes!) && cutNo === Math.max(0, no!)
      ? undefined
      : 'a count does not agree with itself';
  },
  paper: ([number], { question: { k } }) => (number! >= k! ? undefined : `a class has fewer than ${k!} patients`),
};

function faultOfRows(manifest: FolderManifest, rows: readonly Row[]): string | undefined {
  if (rows.length !== manifest.table.rows) return 'the table has another number of rows';
  if (rows.some(({ counts }) => !counts.every(Number.isSafeInteger))) return 'a count is no whole number';
  return (
    faultOfOrder(manifest, rows) ??
    faultOfValues(manifest, rows) ??
    rows
      .map(({ counts }) => FAULT_OF_ROW[manifest.question.mode](counts, manifest))
      .find((fault) => fault !== undefined)
  );
}

/** The order of a table tells nothing of the order of the data: by values, or all bins in the order of the scheme. */
function faultOfOrder({ question, scheme, levels }: FolderManifest, rows: readonly Row[]): string | undefined {
  if (question.mode !== 'histogram') {
    const isOrdered = rows.every(({ values }, at) => at === 0 || byValues(rows[at - 1]!.values, values) < 0);
    return isOrdered ? undefined : 'the rows are not in the order of their values, or one is there twice';
  }
  const bins = question.columns.map((name) => valuesAt({ scheme, levels }, name)!);
  const cells = bins.reduce((product, { length }) => product * length, 1);
  if (rows.length !== cells) return `the histogram has ${rows.length} of ${cells} bins`;
  const isOrdered = rows.every(({ values }, cell) => {
    let rest = cell;
    return bins.toReversed().every((names, back) => {
      const name = names[rest % names.length];
      rest = Math.floor(rest / names.length);
      return values[values.length - 1 - back] === name;
    });
  });
  return isOrdered ? undefined : 'the bins are not those of the scheme, in their order';
}

function faultOfValues(manifest: FolderManifest, rows: readonly Row[]): string | undefined {
  const column = manifest.question.columns.find((name, at) => {
    const known = valuesAt(manifest, name);
    const among = known && new Set(known);
    return among !== undefined && !rows.every(({ values }) => among.has(values[at]!));
  });
  return column && `${column} has a value that its level has not`;
}

/** The values of a column at its level, where they are known without the data. */
function valuesAt(
  { scheme, levels }: Pick<FolderManifest, 'scheme' | 'levels'>,
  name: string,
): readonly string[] | undefined {
  const column = scheme.columns.find((one) => one.name === name);
  if (column === undefined || !isPublic(column.hierarchy)) return undefined;
  return buildHierarchy(name, column.hierarchy, []).levels[levels[name]!]?.values;
}
