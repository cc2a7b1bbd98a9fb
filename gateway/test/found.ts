import type { Ledger } from '../src/ledger/ledger';
import { FOUNDERS, MEMBER_VIEWS, type Founder } from './founders';
import type { LedgerNetwork } from './live-network';

type LedgerOf = (mspId: string) => Ledger;

/** Founds the consortium and registers everybody, as `Ledger` calls. */
export async function found(network: LedgerNetwork, ledgerOf: LedgerOf): Promise<void> {
  const hospital = ledgerOf('HospitalMSP');
  await hospital.submit(network.caller('HospitalMSP', 'registrar-1'), {
    contract: 'misbc',
    transaction: 'Found',
    command: { commandId: 'found-the-consortium', members: MEMBER_VIEWS } as never,
    endorsers: MEMBER_VIEWS.map(({ mspId }) => mspId),
  });
  await registerPeople(network, ledgerOf);
}

/** Has the registrar of each organisation, all at once, enter its people into the registry. */
export async function registerPeople(network: LedgerNetwork, ledgerOf: LedgerOf): Promise<void> {
  await Promise.all(FOUNDERS.map((founder) => registerPeopleOf(founder, network, ledgerOf)));
}

async function registerPeopleOf({ mspId, people }: Founder, network: LedgerNetwork, ledgerOf: LedgerOf): Promise<void> {
  const witness = MEMBER_VIEWS.find((member) => member.mspId !== mspId)!.mspId;
  for (const [enrolmentId, role] of people) {
    await ledgerOf(mspId).submit(network.caller(mspId, 'registrar-1'), {
      contract: 'misbc',
      transaction: 'Register',
      command: {
        commandId: `register-${enrolmentId}`,
        enrolmentId,
        role,
        ...(role === 'physician' ? { scope: ['*'] } : {}),
      } as never,
      endorsers: [mspId, witness],
    });
  }
}
