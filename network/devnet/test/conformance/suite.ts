import { authorities } from './authorities.behavior';
import { blocks } from './blocks.behavior';
import { evaluateAndEndorse } from './evaluate-and-endorse.behavior';
import { events } from './events.behavior';
import { faults } from './faults.behavior';
import { identities } from './identities.behavior';
import { lifecycles } from './lifecycle.behavior';
import { limits } from './limits.behavior';
import type { Abilities, NetworkUnderTest } from './network-under-test';
import { openNetwork, type OpenNetwork } from './open-network';
import { policies } from './policies.behavior';
import { privateData } from './private-data.behavior';
import { revocation } from './revocation.behavior';
import { system } from './system.behavior';
import { transactions } from './transactions.behavior';

/** A network to hold against what a live Fabric 3.1.5 network answered. */
export interface Candidate {
  /** As it stands in the title: `devnet`, `native bft4`. */
  readonly name: string;
  readonly abilities: Abilities;
  /** Brings the network up, or finds it running. */
  start(): Promise<NetworkUnderTest>;
}

const BRING_UP_WITHIN_MILLISECONDS = 400_000;

/** Everything that is expected of a network, by whoever runs it: clients may not see the difference. */
export const describeConformance = ({ name, abilities, start }: Candidate): void => {
  describe(`${name}, as unmodified clients see it`, () => {
    let started: NetworkUnderTest | undefined;
    let opened: OpenNetwork | undefined;
    const network = (): OpenNetwork => opened!;

    beforeAll(async () => {
      started = await start();
      opened = await openNetwork(started);
    }, BRING_UP_WITHIN_MILLISECONDS);

    afterAll(async () => {
      await opened?.close();
      await started?.close();
    }, BRING_UP_WITHIN_MILLISECONDS);

    authorities(network);
    evaluateAndEndorse(network);
    identities(network);
    transactions(network);
    policies(network);
    privateData(network);
    events(network, abilities);
    system(network);
    lifecycles(network);
    limits(network);
    faults(network, abilities);
    revocation(network);
    blocks(network);
  });
};
