import { Context, Returns, Transaction } from 'fabric-contract-api';
import { evaluate, submit } from './invocation';
import { directory, profile, setProfile, type Profession } from './professional/transactions';
import { QuietContract } from './quiet-contract';

/** What members' professionals say of their work, and the directory of them: the same contract for each profession. */
export abstract class ProfessionalContract extends QuietContract {
  readonly #setProfile;
  readonly #profile;
  readonly #directory;

  constructor(profession: Profession) {
    super(profession);
    this.#setProfile = setProfile(profession);
    this.#profile = profile(profession);
    this.#directory = directory(profession);
  }

  @Transaction()
  @Returns('string')
  async SetProfile(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, this.#setProfile);
  }

  @Transaction(false)
  @Returns('string')
  async Profile(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, this.#profile);
  }

  @Transaction(false)
  @Returns('string')
  async Directory(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, this.#directory);
  }
}
