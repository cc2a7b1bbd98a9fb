import type { Section } from '@rxledger/chaincode/api';
import type { Theatre } from './chapters';
import type { Person } from './person';

/** What the sections of a demonstration case say. */
export const RECORD = {
  base: { name: 'Pat Example', birthDate: '1980-05-17', allergies: ['penicillin'] },
  examination: { finding: 'pressure pain over the left sinus' },
  treatment: { diagnosis: 'J01.9', plan: 'rest, fluids, come back in a week' },
  cost: { amount: 4210, currency: 'EUR' },
} as const satisfies Readonly<Record<Section, object>>;

/** The physician opens a case of the patient's. @returns its id */
export async function openCase({ stage, cast }: Theatre): Promise<string> {
  const step = { who: cast.physician, what: 'opens a case', path: '/cases', body: { patient: cast.patient.actor } };
  return (await stage.does<{ id: string }>(step, 'open')).id;
}

/** The physician writes a section. */
export async function writesSection({ stage, cast }: Theatre, id: string, section: Section): Promise<void> {
  const body = { content: RECORD[section] };
  const path = `/cases/${id}/sections/${section}`;
  await stage.does({ who: cast.physician, what: `writes ${section}`, path, body }, 'created');
}

/** Somebody reads; `expected` says section by section what is shown, or the code of why it is not. */
export async function readsSections(
  { stage }: Theatre,
  who: Person,
  id: string,
  expected: string,
  ground: object = {},
  sections: readonly Section[] = ['base', 'examination', 'treatment', 'cost'],
): Promise<void> {
  const what = sections.length === 4 ? 'reads all four' : `reads ${sections.join(' and ')}`;
  await stage.shows(
    { who, what, path: `/cases/${id}/reads`, body: { sections, ...ground } },
    expected,
    ({ contents }) =>
      (contents as readonly { section: string; content?: unknown; problem?: string }[])
        .map(({ section, content, problem }) => `${section}: ${content === undefined ? problem : 'shown'}`)
        .join(', '),
  );
}

/** The physician wraps what the patient cannot open for a grantee. */
export async function letIn({ stage, cast }: Theatre, id: string, body: object): Promise<void> {
  const step = { who: cast.physician, what: 'lets the grantee into treatment', path: `/cases/${id}/wraps`, body };
  await stage.does(step, 'done');
}
