import { QUERIES, ROLES, TRANSACTIONS, type ReleaseStatus, type ReleaseView } from '../src/api';
import { Consortium, type Answer } from './support/consortium';
import { PEOPLE, registrarOf, type Person } from './support/people';
import { registerCall, reserveCall, stepCall } from './support/releases';
import { EVERYBODY } from './support/record-people';

/*
 * The life of a release, stated a second time and by hand: from each status, what the owner's steward and another
 * organisation's hear. Anybody else hears ACCESS_ROLE, whatever the status.
 */
type Step = 'Approve' | 'Publish' | 'Abort';
type Row = Readonly<Record<ReleaseStatus, string>>;

const STATEMENT: Readonly<Record<Step, { readonly owner: Row; readonly other: Row }>> = {
  Approve: {
    owner: {
      RESERVED: 'RELEASE_OWN_APPROVAL',
      APPROVED: 'RELEASE_OWN_APPROVAL',
      PUBLISHED: 'RELEASE_OWN_APPROVAL',
      ABORTED: 'RELEASE_OWN_APPROVAL',
    },
    other: { RESERVED: 'APPROVED', APPROVED: 'RELEASE_STATUS', PUBLISHED: 'RELEASE_STATUS', ABORTED: 'RELEASE_STATUS' },
  },
  Publish: {
    owner: {
      RESERVED: 'RELEASE_STATUS',
      APPROVED: 'PUBLISHED',
      PUBLISHED: 'RELEASE_STATUS',
      ABORTED: 'RELEASE_STATUS',
    },
    other: {
      RESERVED: 'ACCESS_RELATION',
      APPROVED: 'ACCESS_RELATION',
      PUBLISHED: 'ACCESS_RELATION',
      ABORTED: 'ACCESS_RELATION',
    },
  },
  Abort: {
    owner: { RESERVED: 'ABORTED', APPROVED: 'ABORTED', PUBLISHED: 'RELEASE_STATUS', ABORTED: 'RELEASE_STATUS' },
    other: { RESERVED: 'ABORTED', APPROVED: 'RELEASE_STATUS', PUBLISHED: 'RELEASE_STATUS', ABORTED: 'RELEASE_STATUS' },
  },
};

/** How a release comes to a status. */
const PATHS: Readonly<Record<ReleaseStatus, readonly (readonly [Step, Person])[]>> = {
  RESERVED: [],
  APPROVED: [['Approve', PEOPLE.centreSteward]],
  PUBLISHED: [
    ['Approve', PEOPLE.centreSteward],
    ['Publish', PEOPLE.hospitalSteward],
  ],
  ABORTED: [['Abort', PEOPLE.hospitalSteward]],
};

const SIDES = { owner: PEOPLE.hospitalSteward, other: PEOPLE.southSteward } as const;
const STATUSES = Object.keys(PATHS) as readonly ReleaseStatus[];
const STEPS = Object.keys(STATEMENT) as readonly Step[];
const EVERY_ROLE: readonly Person[] = [...Object.values(EVERYBODY), registrarOf('HospitalMSP')];
const NOT_STEWARDS = ROLES.filter((role) => role !== 'steward').map((role) =>
  EVERY_ROLE.find((one) => one.role === role)!,
);

const heard = (answer: Answer<ReleaseView>): string => (answer.isDone ? answer.view.status : answer.code);

describe('the life of a release', () => {
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await Consortium.founded();
    const known = new Set<string>(Object.values(PEOPLE).map(({ id }) => id));
    for (const person of Object.values(EVERYBODY).filter(({ id }) => !known.has(id))) await consortium.register(person);
    // Ten thousand reservations' worth.
    const cap = { microEpsilon: '1000000000', picoDelta: '0' };
    const accounts = [{ guarantee: 'add-remove', composition: 'basic', cap }];
    await consortium.must(registerCall('lives', { accounts }));
  });

  afterAll(() => consortium.close());

  const releaseAt = async (status: ReleaseStatus): Promise<string> => {
    const { id } = await consortium.must<ReleaseView>(reserveCall('lives'));
    for (const [step, by] of PATHS[status]) await consortium.must(stepCall(step, id, by));
    return id;
  };

  describe.each(STATUSES)('%s', (status) => {
    it.each(STEPS)('answers %s as stated', async (step) => {
      for (const side of ['owner', 'other'] as const) {
        const id = await releaseAt(status);
        const answer = await consortium.submit<ReleaseView>(stepCall(step, id, SIDES[side]));
        expect(`${side}: ${heard(answer)}`).toBe(`${side}: ${STATEMENT[step][side][status]}`);
      }
    });

    it.each(STEPS)('refuses %s to everybody who is no steward', async (step) => {
      const id = await releaseAt(status);
      for (const person of NOT_STEWARDS) {
        expect(`${person.role}: ${heard(await consortium.submit(stepCall(step, id, person)))}`).toBe(
          `${person.role}: ACCESS_ROLE`,
        );
      }
    });
  });

  it('tells a refused steward what may be done instead', async () => {
    const id = await releaseAt('RESERVED');
    expect(await consortium.submit(stepCall('Publish', id, PEOPLE.hospitalSteward))).toMatchObject({
      code: 'RELEASE_STATUS',
      detail: { status: 'RESERVED', version: 1, allowed: ['Abort'] },
    });
  });

  it('lets everybody of the registry ask, and changes nothing by that', async () => {
    const id = await releaseAt('PUBLISHED');
    const queries = { Read: { id }, Dataset: { id: 'lives' }, Datasets: {}, Releases: {} };
    expect(Object.keys(queries)).toEqual(Object.keys(QUERIES.release));
    for (const person of [...NOT_STEWARDS, PEOPLE.hospitalSteward]) {
      for (const [name, query] of Object.entries(queries)) {
        expect((await consortium.evaluate(person, `release:${name}`, query)).isDone).toBe(true);
      }
    }
  });

  it('has every transaction of the table in this statement, or in that of data sets', () => {
    expect([...STEPS, 'RegisterDataset', 'RaiseCap', 'Reserve'].sort()).toEqual(
      Object.keys(TRANSACTIONS.release).sort(),
    );
  });
});
