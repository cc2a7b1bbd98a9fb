import type { ActorView, MemberView, Page, PolicyView } from '../src/api';
import { DEFAULT_POLICY } from '../src/api';
import { memoryIdentity } from '../../network/devnet/src/memory';
import { CHAINCODE, Consortium, type Answer, type Call } from './support/consortium';
import { MEMBERS, PEOPLE, person, registrarOf, type Person } from './support/people';
import { verdict } from './support/verdict';

const EVERYONE = MEMBERS.map(({ mspId }) => mspId);

const found = (as: Person, extra: object = {}): Call => ({
  as,
  name: 'misbc:Found',
  command: { members: MEMBERS, ...extra },
  endorsers: EVERYONE,
});

const register = (as: Person, command: object): Call => ({
  as,
  name: 'misbc:Register',
  command,
  endorsers: [as.mspId, as.mspId === 'CentreMSP' ? 'HospitalMSP' : 'CentreMSP'],
});

describe('founding', () => {
  let consortium: Consortium;

  beforeEach(async () => {
    consortium = await Consortium.unfounded();
  });

  afterEach(() => consortium.close());

  it('comes before everything else', async () => {
    expect(verdict(await consortium.evaluate(PEOPLE.physician, 'misbc:Policy', {}))).toBe('REGISTRY_NOT_FOUNDED');
    const early = await consortium.submit(register(registrarOf('HospitalMSP'), { enrolmentId: 'dr-1', role: 'clerk' }));
    expect(verdict(early)).toBe('REGISTRY_UNKNOWN_MEMBER');
  });

  it('names members, kinds and parameters, once', async () => {
    const policy = await consortium.must<PolicyView>(
      found(registrarOf('HospitalMSP'), { policy: { maximumLines: 3 } }),
    );
    expect(policy).toMatchObject({ version: 1, parameters: { ...DEFAULT_POLICY, maximumLines: 3 } });
    expect(verdict(await consortium.submit(found(registrarOf('CentreMSP'))))).toBe('REGISTRY_FOUNDED');
    const members = await consortium.read<MemberView[]>(registrarOf('EastMSP'), 'misbc:Members', {});
    expect(members).toEqual([...MEMBERS].sort((a, b) => (a.mspId < b.mspId ? -1 : 1)));
  });

  it('may be done by an administrator of an organisation, who is in no registry', async () => {
    const administrator = {
      ...registrarOf('HospitalMSP'),
      identity: memoryIdentity('HospitalMSP', 'admin-1', { role: 'admin' }),
    };
    expect(verdict(await consortium.submit(found(administrator)))).toBe('VALID');
  });

  it('may be done by nobody else, and for no other organisations', async () => {
    const client = { ...registrarOf('HospitalMSP'), identity: memoryIdentity('HospitalMSP', 'client-1') };
    expect(verdict(await consortium.submit(found(client)))).toBe('ACCESS_ROLE');
    expect(verdict(await consortium.submit(found(PEOPLE.physician)))).toBe('ACCESS_ROLE');
    const without = { members: MEMBERS.slice(1) };
    expect(verdict(await consortium.submit(found(registrarOf('HospitalMSP'), without)))).toBe('ACCESS_RELATION');
    const twice = { members: [...MEMBERS, MEMBERS[0]] };
    expect(verdict(await consortium.submit(found(registrarOf('HospitalMSP'), twice)))).toBe('INPUT_INVALID');
  });
});

describe('the registry', () => {
  let consortium: Consortium;
  const registrar = registrarOf('HospitalMSP');

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  it.each([
    ['HospitalMSP', 'dispenser'],
    ['PharmacyMSP', 'physician'],
    ['PharmacyMSP', 'reviewer'],
    ['CentreMSP', 'payer'],
    ['ThirdPartyMSP', 'reviewer'],
  ])('gives at %s no role of another kind of organisation: %s', async (mspId, role) => {
    const command = { enrolmentId: 'new-1', role, ...(role === 'physician' && { scope: ['*'] }) };
    expect(verdict(await consortium.submit(register(registrarOf(mspId), command)))).toBe('REGISTRY_ROLE_OF_KIND');
  });

  it.each([
    ['a physician without a scope', { role: 'physician' }],
    ['a scope for a clerk', { role: 'clerk', scope: ['*'] }],
    ['a scope that is no drug code', { role: 'physician', scope: ['xyz'] }],
    ['a speciality of a patient', { role: 'patient', speciality: 'chess' }],
    ['a name for an id', { role: 'clerk', enrolmentId: 'John Doe' }],
  ])('refuses %s', async (_what, command) => {
    const answer = await consortium.submit(register(registrar, { enrolmentId: 'new-2', ...command }));
    expect(verdict(answer)).toBe('INPUT_INVALID');
  });

  it('takes a person once', async () => {
    const command = { enrolmentId: PEOPLE.clerk.enrolmentId, role: 'clerk' };
    expect(verdict(await consortium.submit(register(registrar, command)))).toBe('REGISTRY_ACTOR_EXISTS');
  });

  it('is kept by registrars alone, each for their own organisation', async () => {
    expect(verdict(await consortium.submit(register(PEOPLE.clerk, { enrolmentId: 'new-3', role: 'clerk' })))).toBe(
      'ACCESS_ROLE',
    );
    const suspend = { ...register(registrar, { actor: PEOPLE.dispenser.id }), name: 'misbc:Suspend' };
    expect(verdict(await consortium.submit(suspend))).toBe('ACCESS_RELATION');
    expect(verdict(await consortium.submit({ ...suspend, command: { actor: 'HospitalMSP:nobody-1' } }))).toBe(
      'REGISTRY_ACTOR_NOT_FOUND',
    );
  });

  it('suspends, reinstates and lets go for good', async () => {
    const clerk = person('HospitalMSP', 'h-clerk-9', 'clerk');
    await consortium.register(clerk);
    const set = (name: string, extra: object = {}): Promise<Answer<ActorView>> =>
      consortium.submit<ActorView>({ ...register(registrar, { actor: clerk.id, ...extra }), name: `misbc:${name}` });
    const lookup = async (): Promise<string> =>
      verdict(await consortium.evaluate(clerk, 'misbc:Lookup', { actor: clerk.id }));
    expect(await lookup()).toBe('EVALUATED');
    expect(await set('Suspend')).toMatchObject({ view: { status: 'suspended', version: 2 } });
    expect(await lookup()).toBe('ACCESS_SUSPENDED');
    expect(await set('Suspend')).toMatchObject({
      code: 'REGISTRY_STATUS',
      detail: { allowed: ['Reinstate', 'Leave'] },
    });
    expect(await set('Reinstate', { expectedVersion: 1 })).toMatchObject({ code: 'RX_VERSION_STALE' });
    expect(await set('Reinstate', { expectedVersion: 2 })).toMatchObject({ view: { status: 'active' } });
    expect(await lookup()).toBe('EVALUATED');
    expect(await set('Leave')).toMatchObject({ view: { status: 'left' } });
    expect(await lookup()).toBe('ACCESS_SUSPENDED');
    expect(await set('Reinstate')).toMatchObject({ code: 'REGISTRY_STATUS', detail: { allowed: [] } });
  });

  it('lets nobody in on a certificate alone, or in another role than the registry says', async () => {
    const unknown = person('HospitalMSP', 'h-unknown-1', 'physician');
    expect(verdict(await consortium.evaluate(unknown, 'misbc:Members', {}))).toBe('ACCESS_UNKNOWN_ACTOR');
    const promoted = person('HospitalMSP', PEOPLE.clerk.enrolmentId, 'physician');
    expect(verdict(await consortium.evaluate(promoted, 'misbc:Members', {}))).toBe('ACCESS_ROLE');
    const roleless = { ...unknown, identity: memoryIdentity('HospitalMSP', PEOPLE.clerk.enrolmentId) };
    expect(verdict(await consortium.evaluate(roleless, 'misbc:Members', {}))).toBe('ACCESS_ROLE');
    const stranger = { ...unknown, identity: memoryIdentity('HospitalMSP', 'Not An Id') };
    expect(verdict(await consortium.evaluate(stranger, 'misbc:Members', {}))).toBe('ACCESS_UNKNOWN_ACTOR');
    const elsewhere = person('NorthMSP', PEOPLE.clerk.enrolmentId, 'clerk');
    expect(verdict(await consortium.evaluate(elsewhere, 'misbc:Members', {}))).toBe('ACCESS_UNKNOWN_ACTOR');
  });

  it('counts a registrar who has an entry by that entry', async () => {
    await consortium.register(registrarOf('SouthMSP'));
    expect(verdict(await consortium.evaluate(registrarOf('SouthMSP'), 'misbc:Members', {}))).toBe('EVALUATED');
    const suspend = register(registrarOf('SouthMSP'), { actor: registrarOf('SouthMSP').id });
    await consortium.must({ ...suspend, name: 'misbc:Suspend' });
    expect(verdict(await consortium.evaluate(registrarOf('SouthMSP'), 'misbc:Members', {}))).toBe('ACCESS_SUSPENDED');
  });

  describe('is listed in pages', () => {
    const page = (query: object): Promise<Page<ActorView>> =>
      consortium.read<Page<ActorView>>(PEOPLE.clerk, 'misbc:ListActors', query);

    async function all(query: object): Promise<string[]> {
      const ids: string[] = [];
      let bookmark: string | undefined;
      do {
        const next: Page<ActorView> = await page({ ...query, ...(bookmark !== undefined && { bookmark }) });
        ids.push(...next.items.map(({ id }) => id));
        bookmark = next.bookmark;
      } while (bookmark !== undefined);
      return ids;
    }

    it('whole, whatever the size of a page', async () => {
      const whole = await all({});
      expect(whole).toEqual(expect.arrayContaining(Object.values(PEOPLE).map(({ id }) => id)));
      expect(new Set(whole).size).toBe(whole.length);
      expect(await all({ limit: 1 })).toEqual(whole);
      expect(await all({ limit: 7 })).toEqual(whole);
    });

    it('by organisation and role', async () => {
      expect(await all({ organisation: 'PharmacyMSP', limit: 2 })).toEqual([
        'PharmacyMSP:p-auditor-1',
        'PharmacyMSP:p-dispenser-1',
        'PharmacyMSP:p-dispenser-2',
      ]);
      expect((await all({ role: 'reviewer', limit: 2 })).sort()).toEqual([
        'CentreMSP:c-reviewer-1',
        'CentreMSP:c-reviewer-2',
        'SouthMSP:s-reviewer-1',
      ]);
      expect(await all({ organisation: 'PharmacyMSP', role: 'payer' })).toEqual([]);
    });

    it('from no bookmark of elsewhere', async () => {
      const forged = Buffer.from('\u0000COMMAND\u0000').toString('base64url');
      expect(verdict(await consortium.evaluate(PEOPLE.clerk, 'misbc:ListActors', { bookmark: forged }))).toBe(
        'INPUT_INVALID',
      );
      expect(verdict(await consortium.evaluate(PEOPLE.clerk, 'misbc:ListActors', { limit: 0 }))).toBe('INPUT_INVALID');
    });
  });

  it('changes what is agreed within bounds', async () => {
    const set = (parameters: object): Promise<Answer<PolicyView>> =>
      consortium.submit<PolicyView>({
        as: registrar,
        name: 'misbc:SetPolicy',
        command: { parameters },
        endorsers: EVERYONE,
      });
    expect(await set({ reviewLeaseMinutes: 5 })).toMatchObject({ detail: { faults: [{ rule: 'minimum' }] } });
    expect(await set({ withdrawHours: 48 })).toMatchObject({
      view: { version: 2, parameters: { ...DEFAULT_POLICY, withdrawHours: 48 } },
    });
  });

  it('stands in public state without names of people', () => {
    const keys = consortium.network.states(CHAINCODE).map(({ key }) => key.split('\u0000')[1]);
    expect(new Set(keys)).toEqual(new Set(['ACTOR', 'COMMAND', 'EVENT', 'MEMBER', 'POLICY']));
  });
});
