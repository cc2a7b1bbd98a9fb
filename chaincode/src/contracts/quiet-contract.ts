import { Contract } from 'fabric-contract-api';
import { refuse } from '../domain/refusal';

/** What all contracts here are: the answer to a name that is not there says nothing of what was asked. */
export abstract class QuietContract extends Contract {
  override async unknownTransaction(): Promise<void> {
    refuse('INPUT_MALFORMED');
  }
}
