import { Context, Info, Returns, Transaction } from 'fabric-contract-api';
import { evaluate, submit } from './invocation';
import * as consent from './patient/consent';
import * as erase from './patient/erase';
import * as patientKeys from './patient/keys';
import * as profile from './patient/profile';
import { QuietContract } from './quiet-contract';

/** `patient`: encryption keys, consent, the patient's profile, erasure. The rules are in `domain`. */
@Info({ title: 'patient', description: 'Keys and consent' })
export class PatientContract extends QuietContract {
  constructor() {
    super('patient');
  }

  @Transaction()
  @Returns('string')
  async SetProfile(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, profile.setProfileTransaction);
  }

  @Transaction()
  @Returns('string')
  async RegisterKey(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, patientKeys.registerKeyTransaction);
  }

  @Transaction()
  @Returns('string')
  async RetireKey(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, patientKeys.retireKeyTransaction);
  }

  @Transaction()
  @Returns('string')
  async Give(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, consent.giveTransaction);
  }

  @Transaction()
  @Returns('string')
  async Revoke(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, consent.revokeTransaction);
  }

  @Transaction()
  @Returns('string')
  async Erase(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, erase.eraseTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Profile(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, profile.profileQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Keys(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, patientKeys.keysQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Grants(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, consent.grantsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Grant(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, consent.grantQuery);
  }
}
