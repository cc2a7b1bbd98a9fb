import type { Theatre } from '../chapters';
import { letIn, openCase, readsSections, RECORD, writesSection } from '../record-chapters';
import type { Story } from './story';

const HOUR = 60 * 60 * 1000;

export const fourSections: Story = {
  title: 'A case in four sections',
  lead: 'Sealed in the gateway for those who may read: the hospital cannot open the examination, nor the patient the treatment.',
  async play(theatre) {
    const { cast } = theatre;
    const id = await openCase(theatre);
    for (const section of ['base', 'examination', 'treatment', 'cost'] as const) {
      await writesSection(theatre, id, section);
    }
    await readsSections(
      theatre,
      cast.physician,
      id,
      'base: shown, examination: CASE_NO_KEY, treatment: shown, cost: shown',
    );
    await readsSections(
      theatre,
      cast.patient,
      id,
      'base: shown, examination: shown, treatment: CASE_NO_KEY, cost: shown',
    );
    await theatre.stage.isRefused(
      { who: cast.otherPatient, what: 'tries to read it', path: `/cases/${id}/reads`, body: { sections: ['base'] } },
      'ACCESS_RELATION',
    );
  },
};

export const consentTakenBack: Story = {
  title: 'Consent, and consent taken back',
  lead: 'A pharmacist reads what the patient lets her read, until the patient says no.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const id = await openCase(theatre);
    await writesSection(theatre, id, 'base');
    await writesSection(theatre, id, 'treatment');
    const path = `/cases/${id}/reads`;
    const body = {
      grantee: cast.dispenser.actor,
      purpose: 'medication',
      cases: id,
      sections: ['base', 'treatment'],
      right: 'read',
      until: Date.now() + HOUR,
    };
    const { id: grant } = await stage.does<{ id: string }>(
      { who: cast.patient, what: 'lets a pharmacist read', path: '/consents', body },
      'active',
    );
    await letIn(theatre, id, { sections: ['treatment'], grant, grantee: cast.dispenser.actor });
    await readsSections(theatre, cast.dispenser, id, 'base: shown, treatment: shown', { grant }, ['base', 'treatment']);
    await stage.isRefused(
      { who: cast.dispenser, what: 'tries another section', path, body: { sections: ['cost'], grant } },
      'CONSENT_SECTION',
    );
    await stage.does(
      { who: cast.patient, what: 'takes the consent back', path: `/consents/${grant}/revoke` },
      'revoked',
    );
    await stage.isRefused(
      { who: cast.dispenser, what: 'tries to read on', path, body: { sections: ['base'], grant } },
      'CONSENT_REVOKED',
    );
  },
};

export const emergency: Story = {
  title: 'An emergency',
  lead: 'The reason is on the ledger before anything is shown; other members release the keys; another auditor reviews.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const id = await openCase(theatre);
    await writesSection(theatre, id, 'base');
    const opened = await stage.does<{ id: string }>(
      {
        who: cast.dispenser,
        what: 'opens it in an emergency',
        path: `/cases/${id}/emergencies`,
        body: { sections: ['base'], reasonCode: 'UNCONSCIOUS', reason: 'Collapsed at the counter' },
      },
      'created',
    );
    const ground = { emergency: opened.id };
    await readsSections(theatre, cast.dispenser, id, 'base: shown', ground, ['base']);
    const path = `/cases/${id}/emergencies/${opened.id}`;
    await stage.shows(
      { who: cast.auditor, what: 'reads the reason', method: 'GET', path: `${path}/reason` },
      'told',
      ({ reason }) => (typeof reason === 'string' ? 'told' : 'not told'),
    );
    await stage.does(
      { who: cast.auditor, what: 'finds it justified', path: `${path}/review`, body: { verdict: 'justified' } },
      'done',
    );
    await stage.shows(
      { who: cast.patient, what: 'sees it in the access log', method: 'GET', path: `/cases/${id}/access-log` },
      'emergency by a dispenser',
      ({ items }) => logged(items, cast.dispenser.actor),
    );
  },
};

const logged = (items: unknown, reader: string): string =>
  (items as readonly { reader: string; basis: string }[]).some(
    (line) => line.reader === reader && line.basis === 'emergency',
  )
    ? 'emergency by a dispenser'
    : 'not there';

export const publicCase: Story = {
  title: 'A public case',
  lead: 'A researcher is refused the record, and sees a summary that names nobody.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const id = await openCase(theatre);
    await writesSection(theatre, id, 'base');
    await stage.isRefused(
      {
        who: cast.researcher,
        what: 'tries to read the record',
        path: `/cases/${id}/reads`,
        body: { sections: ['base'] },
      },
      'ACCESS_BASIS',
    );
    const body = {
      grantee: 'researchers',
      purpose: 'research',
      cases: id,
      sections: ['base'],
      right: 'read',
      until: Date.now() + HOUR,
    };
    const { id: grant } = await stage.does<{ id: string }>(
      { who: cast.patient, what: 'lets researchers see a summary', path: '/consents', body },
      'active',
    );
    const path = `/cases/${id}/publication`;
    const summary = { title: 'Sinusitis', text: 'A second course helped.', conditions: ['J01.9'], ageBand: '40-49' };
    const told = { ...summary, text: `${RECORD.base.name} got well.` };
    await stage.isRefused(
      { who: cast.physician, what: 'tries a summary with a name in it', path, body: { grant, summary: told } },
      'CASE_IDENTIFYING',
    );
    await stage.does({ who: cast.physician, what: 'publishes one without', path, body: { grant, summary } }, 'created');
    await stage.shows(
      { who: cast.researcher, what: 'finds it by its condition', method: 'GET', path: '/public-cases?condition=J01' },
      'listed',
      ({ items }) => ((items as readonly { case: string }[]).some((entry) => entry.case === id) ? 'listed' : 'missing'),
    );
  },
};

export const erased: Story = {
  title: 'An erasure, with receipts',
  lead: 'The members agree on a shorter retention; the patient has the case erased; each holder says that it has.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const id = await openCase(theatre);
    await writesSection(theatre, id, 'base');
    const path = `/cases/${id}/erasures`;
    await stage.isRefused(
      { who: cast.patient, what: 'asks before retention is over', path, body: { scope: 'whole' } },
      'CASE_RETENTION',
    );
    const sectionRetentionDays = { base: 0, examination: 0, treatment: 0, cost: 0 };
    await stage.does(
      {
        who: cast.registrar,
        what: 'has all members shorten it',
        path: '/policy',
        body: { parameters: { sectionRetentionDays } },
      },
      'done',
    );
    await stage.does({ who: cast.patient, what: 'has the case erased', path, body: { scope: 'whole' } }, 'created');
    await untilDone(theatre, id);
    await stage.shows(
      { who: cast.steward, what: 'asks what the hospital still holds', method: 'GET', path: `/cases/${id}/holdings` },
      'nothing',
      ({ holdings, attachments }) =>
        (holdings as readonly unknown[]).length === 0 && attachments === 0 ? 'nothing' : 'something',
    );
    await stage.isRefused(
      { who: cast.patient, what: 'tries to read it', path: `/cases/${id}/reads`, body: { sections: ['base'] } },
      'CASE_ERASED',
    );
  },
};

/** Holders purge in their own time: the story goes on when they have, or after some seconds. */
async function untilDone({ stage, cast }: Theatre, id: string): Promise<void> {
  const path = `/cases/${id}/erasures/whole`;
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const { status } = await stage.reads<{ status: string }>(cast.patient, path);
    if (status === 'done') break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await stage.does({ who: cast.patient, what: 'sees the receipts of all holders', method: 'GET', path }, 'done');
}
