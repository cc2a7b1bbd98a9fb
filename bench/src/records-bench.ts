import type { Consortium } from './consortium';
import { benchAttachment } from './records/attachment-bench';
import { benchGrants } from './records/grant-bench';
import { benchPublicCases } from './records/public-case-bench';
import { benchSections } from './records/section-bench';
import type { Figure } from './report';

/** Medical records: sections and attachments against what they cannot do without, grants and lists against few of them. */
export async function benchRecords(
  consortium: Consortium,
  report: (figure: Figure) => void,
  rounds: number,
): Promise<void> {
  await benchSections(consortium, report, rounds);
  await benchAttachment(report, rounds);
  await benchGrants(report, rounds);
  await benchPublicCases(report, rounds);
}
