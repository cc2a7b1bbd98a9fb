import { ALL_CASES, RESEARCHERS, type ActorId, type GrantView, type Page } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { everyPage } from '../records/every-page';

const PAGE = 200;

/**
 * Patients who let researchers in to all their treatments, now. A consent for one case does not do: the ledger does not
 * tell which case a prescription belongs to.
 */
export async function consentingPatients(context: ServiceContext, caller: Caller): Promise<ReadonlySet<ActorId>> {
  const now = context.now();
  const patients = new Set<ActorId>();
  const pages = everyPage((from) =>
    context.ledger.evaluate<Page<GrantView>>(caller, {
      contract: 'patient',
      transaction: 'Grants',
      query: { to: RESEARCHERS, limit: PAGE, ...from },
    }),
  );
  for await (const grants of pages) {
    for (const grant of grants) if (coversTreatments(grant, now)) patients.add(grant.patient);
  }
  return patients;
}

const coversTreatments = ({ status, cases, sections, from, until }: GrantView, now: number): boolean =>
  status === 'active' && cases === ALL_CASES && sections.includes('treatment') && from <= now && now < until;
