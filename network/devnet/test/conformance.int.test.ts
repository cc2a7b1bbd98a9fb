import { describeConformance } from './conformance/suite';
import { devnetAbilities, startDevnetUnderTest } from './support/devnet-under-test';

jest.setTimeout(240_000);

describeConformance({ name: 'a devnet in one process', abilities: devnetAbilities, start: startDevnetUnderTest });
