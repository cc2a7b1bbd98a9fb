import type { Context } from 'fabric-contract-api';
import type { Command, ContractName, LedgerEvent, Role } from '../api';
import { requireActor } from '../access/guard';
import type { Actor } from '../domain/actor';
import { parseInput } from '../domain/validation/parse';
import type { Check } from '../domain/validation/schema';
import { digestOf, earlierAnswer, rememberCommand } from '../store/command-log';
import { recordEvent } from '../store/event-log';
import type { Stub } from '../store/stub';

/** One submitted transaction, as its handler sees it. */
export interface Invocation<C> {
  readonly stub: Stub;
  readonly command: C;
  readonly caller: Actor;
  /** The transaction's own time, ms since the epoch: the same at every endorser. */
  readonly now: number;
}

/** What a handler has decided and written: the answer and what to tell everyone. */
export interface Outcome {
  readonly result: object;
  readonly event: Pick<LedgerEvent, 'subject' | 'from' | 'to' | 'version' | 'parties'> & {
    readonly commitment?: string;
  };
}

/** A submitted transaction: who may call it, the form of its command, what it does. */
export interface Transaction<C extends Command> {
  readonly contract: ContractName;
  readonly name: string;
  readonly form: Check;
  readonly roles: readonly Role[];
  /** How the caller is admitted, where not by the registry. */
  readonly admit?: (ctx: Context) => Promise<Actor>;
  readonly run: (invocation: Invocation<C>) => Promise<Outcome>;
}

/**
 * Parse, guard, answer a repeat, run, leave the event and the memory of the command.
 * @returns the answer as JSON: it stands in the block, so it holds public data only
 */
export async function submit<C extends Command>(
  ctx: Context,
  input: string,
  transaction: Transaction<C>,
): Promise<string> {
  const { stub } = ctx;
  const command = parseInput<C>(input, transaction.form);
  const caller = await (transaction.admit?.(ctx) ?? requireActor(ctx, transaction.roles));
  const digest = digestOf(`${transaction.contract}:${transaction.name}`, command);
  const earlier = await earlierAnswer(stub, caller.id, command.commandId, digest);
  if (earlier !== undefined) return JSON.stringify(earlier.result);
  const now = stub.getDateTimestamp().getTime();
  const { result, event } = await transaction.run({ stub, command, caller, now });
  await recordEvent(stub, {
    contract: transaction.contract,
    transaction: transaction.name,
    ...event,
    actor: caller.id,
    at: now,
  });
  await rememberCommand(stub, caller.id, command.commandId, { digest, result });
  return JSON.stringify(result);
}

/** An evaluated transaction. */
export interface Query<Q> {
  readonly form: Check;
  readonly roles: readonly Role[];
  readonly run: (invocation: Omit<Invocation<Q>, 'command'> & { readonly query: Q }) => Promise<unknown>;
}

/** Parse, guard, run. @returns the answer as JSON */
export async function evaluate<Q>(ctx: Context, input: string, { form, roles, run }: Query<Q>): Promise<string> {
  // A query without arguments may be asked with nothing at all.
  const query = parseInput<Q>(input === '' ? '{}' : input, form);
  const caller = await requireActor(ctx, roles);
  const now = ctx.stub.getDateTimestamp().getTime();
  return JSON.stringify(await run({ stub: ctx.stub, query, caller, now }));
}
