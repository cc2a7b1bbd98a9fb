import type { TupleTable } from '../anonymisation/data/tuple-table';
import { classesAt } from '../anonymisation/release/classes';
import { binCounts } from '../anonymisation/release/histogram-release';
import { histogramReport, histogramReportPage, type HistogramReport } from '../anonymisation/report/histogram-report';
import { reportOn, type Report, type Reported } from '../anonymisation/report/report';
import { reportPage } from '../anonymisation/report/report-page';
import { findOptimum } from '../anonymisation/search/find-optimum';
import { dpQuestion, histogramQuestion, paperQuestion, type Making } from '../releases/make-release';
import { requireMadeFrom } from './internal-folder';
import { prepareRows } from './prepare-rows';
import type { ReleasePlan } from './release-file';
import { readRows, type FolderManifest, type Row } from './release-folder';
import { verifyFolder } from './verify-folder';

export interface WrittenReport {
  readonly report: Report | HistogramReport;
  readonly page: string;
}

/**
 * Holds a release on a disk against the data it was made from. Exact, hence the steward's alone.
 * @throws AnonymisationError where the release was altered, or was not made of this plan and this data
 */
export async function reportOnRelease(plan: ReleasePlan, folder: string): Promise<WrittenReport> {
  const manifest = await verifyFolder(folder);
  const { rowKey } = await requireMadeFrom(folder, plan);
  const table: TupleTable = await prepareRows(plan, Buffer.from(rowKey, 'hex'));
  const rows = await readRows(folder, manifest);
  const making = { ...plan, table };
  if (plan.question.mode === 'histogram') {
    const report = onHistogram(making, manifest, rows);
    return { report, page: histogramReportPage(report) };
  }
  const report = onGroups(making, manifest, rows);
  return { report, page: reportPage(report) };
}

function onHistogram(making: Making, { guarantee }: FolderManifest, rows: readonly Row[]): HistogramReport {
  const exact = binCounts(histogramQuestion(making));
  const bins = rows.map(({ values, counts }, at) => ({
    bin: values.join(', '),
    exact: exact[at]!,
    released: counts[0]!,
  }));
  return histogramReport(bins, guarantee);
}

function onGroups(making: Making, manifest: FolderManifest, rows: readonly Row[]): Report {
  const { guarantee, noise, table, question } = manifest;
  const { data, hierarchies, k, loss, suppression } = {
    // A dp release leaves out whatever is too small.
    ...{ loss: 'loss-geo' as const, suppression: 1 },
    ...(question.mode === 'paper' ? paperQuestion(making) : dpQuestion(making)),
  };
  const levels = question.columns.map((name) => manifest.levels[name]!);
  const asked = { table: data.quasiIdentifiers, hierarchies, k, loss, suppression, lowest: levels, highest: levels };
  const released = new Set(rows.map(({ values }) => JSON.stringify(values)));
  const classes = classesAt(data, hierarchies, levels).filter(({ values }) => released.has(JSON.stringify(values)));
  const covered = classes.reduce((sum, one) => sum + one.rows, 0);
  const reported: Reported = {
    release: {
      guarantee,
      noise,
      levels: manifest.levels,
      columns: table.columns.map(({ name }) => name),
      rows: rows.map(({ values, counts }) => [...values, ...counts]),
    },
    optimum: { loss: findOptimum(asked).loss, suppressed: making.table.rows - covered },
    classes,
  };
  const raw = classesAt(
    data,
    hierarchies,
    levels.map(() => 0),
  );
  return reportOn(reported, data, raw, loss);
}
