import type { PolicyParameters } from '../../src/api';
import type { Consortium } from './consortium';
import { RecordCase, recordConsortium } from './record-case';

interface Setting {
  readonly policy?: Partial<PolicyParameters>;
  /** Done once, before the first case is opened. */
  readonly prepare?: (consortium: Consortium) => Promise<unknown>;
}

/** For a `describe`: one consortium with the people and keys of records, and for each of its tests a new case in it, opened. */
export function eachRecordCase(use: (record: RecordCase) => void, { policy, prepare }: Setting = {}): void {
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await recordConsortium(policy);
    await prepare?.(consortium);
  });

  beforeEach(async () => {
    const record = new RecordCase(consortium);
    await record.opened();
    use(record);
  });

  afterAll(() => consortium.close());
}
