import { ROLES, type KeyView, type KeysQuery, type RegisterKeyCommand, type RetireKeyCommand } from '../../api';
import { checkClock } from '../../domain/admission';
import { checkOwner, organisationOf, registerKey, retireKey } from '../../domain/encryption-key';
import { refuse } from '../../domain/refusal';
import { PATIENT_INPUT } from '../../domain/validation/patient-input';
import { addKey, findKey, findLatestKey, readKeys, saveKey } from '../../store/encryption-keys';
import type { Outcome, Query, Transaction } from '../invocation';

const keyOutcome = (key: KeyView, from?: string): Outcome => ({
  result: key,
  event: {
    subject: key.owner,
    ...(from !== undefined && { from }),
    to: key.status,
    version: key.version,
    parties: [organisationOf(key.owner)],
  },
});

/** The version before is retired with it: there is one key at a time to wrap for. */
export const registerKeyTransaction: Transaction<RegisterKeyCommand> = {
  contract: 'patient',
  name: 'RegisterKey',
  form: PATIENT_INPUT.RegisterKey,
  roles: ROLES,
  async run({ stub, command, caller, now }) {
    checkOwner(command, caller);
    const latest = await findLatestKey(stub, command.owner, command.use);
    if (latest !== undefined) checkClock(latest, now);
    const key = registerKey(command, latest, stub.getChannelID(), now);
    if (latest?.status === 'active') await saveKey(stub, retireKey(latest, { status: 'retired' }, now));
    await addKey(stub, key);
    return keyOutcome(key);
  },
};

export const retireKeyTransaction: Transaction<RetireKeyCommand> = {
  contract: 'patient',
  name: 'RetireKey',
  form: PATIENT_INPUT.RetireKey,
  roles: ROLES,
  async run({ stub, command, caller, now }) {
    checkOwner(command, caller);
    const key = (await findKey(stub, command.owner, command.use, command.version)) ?? refuse('KEY_NOT_FOUND');
    checkClock(key, now);
    const retired = retireKey(key, command, now);
    await saveKey(stub, retired);
    return keyOutcome(retired, key.status);
  },
};

/** Public keys are public; an owner without any has an empty list. */
export const keysQuery: Query<KeysQuery> = {
  form: PATIENT_INPUT.Keys,
  roles: ROLES,
  run: ({ stub, query }): Promise<readonly KeyView[]> => readKeys(stub, query.owner),
};
