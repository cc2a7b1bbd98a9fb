import type {
  ActorId,
  ActorView,
  ListActorsQuery,
  MemberView,
  Page,
  PolicyView,
  SetPolicyCommand,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import type { Submitted } from '../ledger/ledger';
import { createPrescriptionLedger } from '../prescriptions/prescription-ledger';

export interface DirectoryService {
  members(caller: Caller): Promise<readonly MemberView[]>;
  actor(caller: Caller, actor: ActorId): Promise<ActorView>;
  actors(caller: Caller, query: ListActorsQuery): Promise<Page<ActorView>>;
  policy(caller: Caller): Promise<PolicyView>;
  setPolicy(caller: Caller, command: SetPolicyCommand): Promise<Submitted<PolicyView>>;
}

/** Who takes part in the consortium, and under which agreed parameters. */
export function createDirectoryService(context: ServiceContext): DirectoryService {
  const { submit } = createPrescriptionLedger(context);
  const ask = <View>(caller: Caller, transaction: string, query: object = {}): Promise<View> =>
    context.ledger.evaluate(caller, { contract: 'misbc', transaction, query });

  return {
    members: (caller) => ask(caller, 'Members'),
    actor: (caller, actor) => ask(caller, 'Lookup', { actor }),
    actors: (caller, query) => ask(caller, 'ListActors', query),
    policy: (caller) => ask(caller, 'Policy'),
    setPolicy: (caller, command) =>
      submit(caller, { contract: 'misbc', transaction: 'SetPolicy', command, parties: {} }),
  };
}
