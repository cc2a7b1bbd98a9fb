import { ALL_CASES, RESEARCHERS, type ActorId, type GrantView, type Page } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';

const PAGE = 200;

/**
 * Patients who let researchers in to all their treatments, now. A consent for one case does not do: the ledger does not
 * tell which case a prescription belongs to.
 */
export async function consentingPatients(context: ServiceContext, caller: Caller): Promise<ReadonlySet<ActorId>> {
  const now = context.now();
  const patients = new Set<ActorId>();
  let bookmark: string | undefined;
  do {
    const query = { to: RESEARCHERS, limit: PAGE, ...(bookmark === undefined ? {} : { bookmark }) };
    const page: Page<GrantView> = await context.ledger.evaluate(caller, {
      contract: 'patient',
      transaction: 'Grants',
      query,
    });
    for (const grant of page.items) if (coversTreatments(grant, now)) patients.add(grant.patient);
    ({ bookmark } = page);
  } while (bookmark !== undefined);
  return patients;
}

const coversTreatments = ({ status, cases, sections, from, until }: GrantView, now: number): boolean =>
  status === 'active' && cases === ALL_CASES && sections.includes('treatment') && from <= now && now < until;
