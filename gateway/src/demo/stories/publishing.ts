import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RESEARCHERS, type ReleaseView } from '@rxledger/chaincode/api';
import type { Publication } from '../../releases/publication';
import type { Theatre } from '../chapters';
import { linesOf } from '../medicines';
import type { Story } from './story';

const DAY = 86_400_000;
const HALF = { microEpsilon: '500000', picoDelta: '0' };
const WHOLE = { microEpsilon: '1000000', picoDelta: '0' };
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The paper's chain closed: what circulated is published, with noise, until the budget is spent. */
export const budget: Story = {
  title: 'What researchers get, and when it ends',
  lead: 'The hospital publishes counts of the ended prescriptions of who lets researchers in; the ledger keeps the privacy budget, and refuses when it is spent.',
  async play(theatre) {
    const { stage, cast } = theatre;
    await letResearchersIn(theatre);
    const { steward, otherSteward, researcher } = cast;
    // Named after the moment: a demonstration may be played twice on one network.
    const dataset = `demo-${Date.now().toString(36)}`;
    await stage.does(
      {
        who: steward,
        what: 'registers their ended prescriptions as a data set, with epsilon 1 to spend',
        path: '/datasets',
        body: {
          id: dataset,
          title: 'Ended prescriptions of the demonstration',
          source: { kind: 'prescriptions' },
          accounts: [{ guarantee: 'add-remove', composition: 'basic', cap: WHOLE }],
        },
      },
      'created',
    );
    const ask = (columns: readonly string[]) => ({
      who: steward,
      what: `asks for counts by ${columns.join(' and ')}, at epsilon 0.5`,
      path: '/releases',
      body: { dataset, mode: 'histogram', cost: HALF, columns },
    });
    const { id } = await stage.does<ReleaseView>(ask(['drug']), 'RESERVED');
    const path = `/releases/${id}`;
    await stage.isRefused(
      { who: steward, what: 'approves her own request', path: `${path}/approve` },
      'RELEASE_OWN_APPROVAL',
    );
    await stage.does({ who: otherSteward, what: 'approves the release', path: `${path}/approve` }, 'APPROVED');
    await stage.does({ who: steward, what: 'has it drawn and published', path: `${path}/publication` }, 'queued');
    await published(theatre, id);
    await stage.tries(researcher.actor, 'downloads the table and holds it against the ledger', 'as published', () =>
      held(theatre, id),
    );
    await stage.does<ReleaseView>(ask(['outcome']), 'RESERVED');
    await stage.isRefused(ask(['sex', 'age']), 'RELEASE_BUDGET');
    const raised = { microEpsilon: '1500000', picoDelta: '0' };
    await stage.does(
      {
        who: steward,
        what: 'has every member sign for half an epsilon more',
        path: `/datasets/${dataset}/cap`,
        body: { guarantee: 'add-remove', cap: raised },
      },
      'done',
    );
    await stage.does<ReleaseView>(ask(['sex', 'age']), 'RESERVED');
  },
};

/** More patients with an ended prescription, and who of them all is counted: those who let researchers in. */
async function letResearchersIn({ stage, cast }: Theatre): Promise<void> {
  for (const { actor: patient } of [cast.thirdPatient, cast.fourthPatient, cast.fifthPatient]) {
    const body = { patient, lines: linesOf('amlodipine') };
    const issued = await cast.physician.call('POST', '/prescriptions', { body, validUntil: Date.now() + DAY });
    const path = `/prescriptions/${String(issued.body['id'])}/cancel`;
    const { status } = await cast.physician.call('POST', path, { reasonCode: 'NO_LONGER_NEEDED' });
    if (status !== 200) throw new Error(`a prescription could not be cancelled: ${status}`);
  }
  const research = { purpose: 'research', cases: 'all', sections: ['treatment'], right: 'read' };
  for (const who of [cast.patient, cast.thirdPatient, cast.fourthPatient]) {
    await stage.does(
      {
        who,
        what: 'lets researchers count the treatments',
        path: '/consents',
        body: { grantee: RESEARCHERS, ...research, until: Date.now() + DAY },
      },
      'active',
    );
  }
}

async function published({ stage, cast }: Theatre, id: string): Promise<void> {
  await stage.tries(
    `the hospital's gateway`,
    'draws the noise, writes the table, publishes its hash',
    'published',
    async () => {
      for (;;) {
        const { phase } = await stage.reads<Publication>(cast.steward, `/releases/${id}/publication`);
        if (phase === 'published' || phase === 'failed' || phase === 'cancelled') return phase;
        await delay(50);
      }
    },
  );
}

async function held({ cast }: Theatre, id: string): Promise<string> {
  const [view, manifest, table] = await Promise.all(
    ['', '/manifest', '/table'].map((part) => cast.researcher.call('GET', `/releases/${id}${part}`)),
  );
  const isManifest = sha256(manifest!.bytes) === view!.body['artefact'];
  const { sha256: hash } = manifest!.body['table'] as { sha256: string };
  return isManifest && sha256(table!.bytes) === hash ? 'as published' : `altered: ${view!.status} ${table!.status}`;
}
