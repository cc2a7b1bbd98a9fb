import type { ActorId, Command } from '../api';
import { refuse } from '../domain/refusal';
import { canonicalJson } from '../api';
import { sha256 } from './commitment';
import { keys } from './keys';
import { readState, writeState } from './state';
import type { Stub } from './stub';

/** What is remembered of a command, so that a repeat does nothing and answers the same. */
interface CommandRecord {
  readonly digest: string;
  readonly result: unknown;
}

/** SHA-256 of the transaction's name and the command, canonical. */
export const digestOf = (transaction: string, command: Command): string =>
  sha256(canonicalJson({ transaction, command }));

/**
 * The answer this command has had already; undefined if it is new.
 * @throws Refusal INPUT_COMMAND_REUSED if another command was given under its id
 */
export async function earlierAnswer(
  stub: Stub,
  caller: ActorId,
  commandId: string,
  digest: string,
): Promise<{ readonly result: unknown } | undefined> {
  const record = await readState<CommandRecord>(stub, keys.command(stub, caller, commandId));
  if (record !== undefined && record.digest !== digest) refuse('INPUT_COMMAND_REUSED');
  return record;
}

/** Remembers a command with its answer, which is public anyway: it stands in the block. */
export const rememberCommand = (stub: Stub, caller: ActorId, commandId: string, record: CommandRecord): Promise<void> =>
  writeState(stub, keys.command(stub, caller, commandId), record);
