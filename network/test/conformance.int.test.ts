import { describeConformance } from '../devnet/test/conformance/suite';
import { wantedNetwork } from './conformance/wanted-network';

// Real nodes on a busy machine take their time.
jest.setTimeout(300_000);

const wanted = wantedNetwork(process.env);

if ('lacking' in wanted) {
  console.warn(`SKIPPED: conformance of ${wanted.name}: ${wanted.lacking}`);
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  it.skip(`conformance of ${wanted.name}: ${wanted.lacking}`, () => undefined);
} else {
  describeConformance(wanted);
}
