import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';
import { refuse } from '../domain/refusal';
import { evaluate, submit } from './invocation';
import { directory, profile, setProfile } from './professional/transactions';

const setProfileTransaction = setProfile('researcher');
const profileQuery = profile('researcher');
const directoryQuery = directory('researcher');

/** `researcher`: what researchers say of their work, and the directory of them. */
@Info({ title: 'researcher', description: 'Directory of researchers' })
export class ResearcherContract extends Contract {
  constructor() {
    super('researcher');
  }

  @Transaction()
  @Returns('string')
  async SetProfile(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, setProfileTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Profile(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, profileQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Directory(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, directoryQuery);
  }

  /** The answer to a name that is not there says nothing of what was asked. */
  override async unknownTransaction(): Promise<void> {
    refuse('INPUT_MALFORMED');
  }
}
