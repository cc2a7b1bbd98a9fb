import {
  endorsersOf,
  type BudgetView,
  type Command,
  type DatasetView,
  type Page,
  type ReleaseView,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import type { Submitted } from '../ledger/ledger';

/** The contract `release` as this capability uses it. */
export interface ReleaseLedger {
  dataset(caller: Caller, id: string): Promise<BudgetView>;
  datasets(caller: Caller, query: object): Promise<Page<DatasetView>>;
  release(caller: Caller, id: string): Promise<ReleaseView>;
  releases(caller: Caller, query: object): Promise<Page<ReleaseView>>;
  /** `owner` of the data set, where that is not the caller's organisation. */
  submit<View>(caller: Caller, transaction: string, command: Command, owner?: string): Promise<Submitted<View>>;
}

export function createReleaseLedger({ ledger, members }: Pick<ServiceContext, 'ledger' | 'members'>): ReleaseLedger {
  const contract = 'release' as const;
  const ask = <View>(caller: Caller, transaction: string, query: object): Promise<View> =>
    ledger.evaluate<View>(caller, { contract, transaction, query });
  return {
    dataset: (caller, id) => ask(caller, 'Dataset', { id }),
    datasets: (caller, query) => ask(caller, 'Datasets', query),
    release: (caller, id) => ask(caller, 'Read', { id }),
    releases: (caller, query) => ask(caller, 'Releases', query),
    async submit(caller, transaction, command, owner = caller.mspId) {
      const parties = { caller: caller.mspId, members: (await members(caller)).map(({ mspId }) => mspId), owner };
      const endorsers = endorsersOf(contract, transaction, parties);
      return ledger.submit(caller, { contract, transaction, command, endorsers });
    },
  };
}
