import { evaluateAndEndorse } from './conformance/evaluate-and-endorse.behavior';
import { events } from './conformance/events.behavior';
import { faults } from './conformance/faults.behavior';
import { identities } from './conformance/identities.behavior';
import { limits } from './conformance/limits.behavior';
import { anyTwo, collections, mspIds, organisations } from './conformance/members';
import { revocation } from './conformance/revocation.behavior';
import { system } from './conformance/system.behavior';
import { transactions } from './conformance/transactions.behavior';
import { memberNamed, type Member } from './support/member';
import { startTestNetwork, type TestNetwork } from './support/test-network';

jest.setTimeout(240_000);

describe('a devnet of four organisations, as unmodified clients see it', () => {
  let network: TestNetwork;
  let peerMember: Member;

  beforeAll(async () => {
    network = await startTestNetwork({ organisations, policy: anyTwo, collections: collections() });
    peerMember = memberNamed(network.of(mspIds.hospital).devnet, 'another-peer', 'peer');
  });

  afterAll(() => network.close());

  evaluateAndEndorse(() => network);
  identities(
    () => network,
    () => peerMember,
  );
  transactions(() => network);
  events(() => network);
  system(() => network);
  limits(() => network);
  faults(() => network);
  revocation(() => network);
});
