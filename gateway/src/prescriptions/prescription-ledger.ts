import {
  endorsersOf,
  type BodyView,
  type Command,
  type ContractName,
  type Parties,
  type PrescriptionCommand,
  type PrescriptionView,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { commit, isCommittedTo } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted, Transient } from '../ledger/ledger';

export interface Submission<C extends Command> {
  readonly contract: ContractName;
  readonly transaction: string;
  readonly command: C;
  readonly transient?: Transient;
  /** The parties known from the object; caller and members are filled in. */
  readonly parties: Partial<Parties>;
}

/** What every capability that works on prescriptions asks of the ledger, with endorsers from the api's one table. */
export interface PrescriptionLedger {
  read(caller: Caller, id: string): Promise<PrescriptionView>;
  /**
   * Body and salt from the organisation's own private data, checked against the public commitment; asked for while the
   * header is still being read.
   */
  readBody(caller: Caller, id: string, reading: Promise<PrescriptionView>): Promise<BodyView>;
  submit<View, C extends Command = Command>(caller: Caller, submission: Submission<C>): Promise<Submitted<View>>;
  /** A transition of a prescription that exists; `transientOf` gives what the endorsers alone may see. */
  step(
    caller: Caller,
    transaction: string,
    command: PrescriptionCommand,
    transientOf?: TransientOf,
  ): Promise<Submitted<PrescriptionView>>;
}

export type TransientOf = (reading: Promise<PrescriptionView>) => Transient | Promise<Transient>;

export function createPrescriptionLedger(context: ServiceContext): PrescriptionLedger {
  const { ledger } = context;
  const self: PrescriptionLedger = {
    read: (caller, id) => ledger.evaluate(caller, { contract: 'prescription', transaction: 'Read', query: { id } }),

    async readBody(caller, id, reading) {
      const request = { contract: 'prescription', transaction: 'ReadBody', query: { id } } as const;
      const [found, view] = await Promise.all([ledger.evaluate<BodyView>(caller, request), reading]);
      return checked(found, view);
    },

    async submit(caller, { contract, transaction, command, transient, parties }) {
      const members = (await context.members(caller)).map(({ mspId }) => mspId);
      const endorsers = endorsersOf(contract, transaction, { caller: caller.mspId, members, ...parties });
      const kept = transient === undefined ? {} : { transient };
      return ledger.submit(caller, { contract, transaction, command, endorsers, ...kept });
    },

    async step(caller, transaction, command, transientOf) {
      const reading = self.read(caller, command.id);
      const [view, transient] = await Promise.all([reading, transientOf?.(reading)]);
      return self.submit(caller, {
        contract: 'prescription',
        transaction,
        command,
        parties: partiesOf(view, caller),
        ...(transient === undefined ? {} : { transient }),
      });
    },
  };
  return self;
}

/**
 * The body, once it is the one that was committed to. The answer came from one peer alone: it is not believed.
 * @throws Problem INPUT_COMMITMENT_MISMATCH
 */
export function checked(found: BodyView, view: PrescriptionView): BodyView {
  if (isCommittedTo(found.body, found.salt, view.commitment)) return found;
  throw new Problem('INPUT_COMMITMENT_MISMATCH', { status: view.status, version: view.version });
}

/** Body and salt as a step hands them to the endorsers. */
export const bodyTransient = ({ body, salt }: BodyView): { readonly body: string; readonly salt: string } => ({
  body: commit(body, salt).canonical,
  salt,
});

/** Hospital and centre of a prescription; a pharmacy's step is always its own caller's. */
export const partiesOf = ({ hospital, centre }: PrescriptionView, { mspId }: Caller): Partial<Parties> => ({
  hospital,
  centre,
  pharmacy: mspId,
});
