import type { User } from 'fabric-common';

import { namesOf } from './certificates';
import { certificatesOf, enrol, refusalOf, type Enrolled } from './client';
import type { Suite } from './suite';

interface Answer<T> {
  readonly result: T;
}

interface IdentityView {
  readonly id: string;
  readonly type: string;
  readonly affiliation: string;
  readonly attrs: { readonly name: string; readonly value: string; readonly ecert?: boolean }[];
  readonly max_enrollments: number;
}

interface AffiliationView {
  readonly name: string;
  readonly affiliations?: AffiliationView[];
  readonly identities?: IdentityView[];
}

/** What the library's own types leave out. */
interface Removing {
  delete(id: string, by: User, force: boolean): Promise<unknown>;
}

interface Renaming {
  update(name: string, request: { name: string; force: boolean }, by: User): Promise<unknown>;
}

const unauthorised = { code: 71, message: 'Authorization failure' };
const missing = (kind: string) => ({ code: 63, message: `Failed to get ${kind}: sql: no rows in result set` });

/** Identities, affiliations and certificates, as administrators look after them. */
export function describeManagement(suite: Suite): void {
  const identities = () => suite.services().newIdentityService();
  const affiliations = () => suite.services().newAffiliationService();
  const identity = async (id: string) =>
    ((await identities().getOne(id, suite.admin.user)) as unknown as Answer<IdentityView>).result;
  const create = (id: string, more: object = {}) =>
    identities().create({ enrollmentID: id, affiliation: '.', type: 'client', ...more }, suite.admin.user);
  const affiliation = async (name: string) =>
    ((await affiliations().getOne(name, suite.admin.user)) as unknown as Answer<AffiliationView>).result;
  const add = (name: string, force = false) => affiliations().create({ name, force }, suite.admin.user);
  const valueOf = ({ attrs }: IdentityView, name: string) => attrs.find((each) => each.name === name)?.value;

  describe('identities', () => {
    it('are created with a secret that enrols', async () => {
      const secret = await create('identity.new', { enrollmentSecret: 'own secret' });
      expect(secret).toBe('own secret');
      await enrol(suite.server, 'identity.new', 'own secret');
      expect(await identity('identity.new')).toMatchObject({
        id: 'identity.new',
        type: 'client',
        affiliation: '',
        max_enrollments: 1,
      });
    });

    it('are shown with their attributes, and never with a secret', async () => {
      await create('identity.shown', { attrs: [{ name: 'rx.role', value: 'nurse', ecert: true }] });
      const shown = await identity('identity.shown');
      expect(shown.attrs).toEqual(
        expect.arrayContaining([
          { name: 'rx.role', value: 'nurse', ecert: true },
          { name: 'hf.EnrollmentID', value: 'identity.shown', ecert: true },
          { name: 'hf.Type', value: 'client', ecert: true },
          { name: 'hf.Affiliation', value: '', ecert: true },
        ]),
      );
      expect(shown).not.toHaveProperty('secret');
    });

    it('are listed, as far as one’s types and affiliation go', async () => {
      await add('listed');
      await suite.register('identity.inside', { affiliation: 'listed' });
      await suite.register('identity.peer', { affiliation: 'listed', role: 'peer' });
      const attrs = [{ name: 'hf.Registrar.Roles', value: 'client' }];
      const registrar = await suite.newcomer('identity.registrar', attrs, 'listed');
      const idsFor = async (by: Enrolled) => {
        const answer = (await identities().getAll(by.user)) as unknown as Answer<{ identities: IdentityView[] }>;
        return answer.result.identities.map(({ id }) => id);
      };
      expect((await idsFor(registrar)).sort()).toEqual(['identity.inside', 'identity.registrar']);
      expect(await idsFor(suite.admin)).toEqual(expect.arrayContaining(['admin', 'identity.inside', 'identity.peer']));
    });

    it('change where one says so, and stay as they are otherwise', async () => {
      await create('identity.changed', {
        attrs: [
          { name: 'rx.role', value: 'nurse' },
          { name: 'rx.ward', value: '1' },
        ],
      });
      const attrs = [
        { name: 'rx.role', value: 'matron', ecert: true },
        { name: 'rx.ward', value: '' },
        { name: 'rx.floor', value: '2' },
      ];
      await identities().update('identity.changed', { attrs, maxEnrollments: 5 } as never, suite.admin.user);
      const changed = await identity('identity.changed');
      expect(valueOf(changed, 'rx.role')).toBe('matron');
      expect(valueOf(changed, 'rx.ward')).toBeUndefined();
      expect(valueOf(changed, 'rx.floor')).toBe('2');
      expect(changed).toMatchObject({ type: 'client', max_enrollments: 5 });
      await identities().update('identity.changed', { type: 'peer' } as never, suite.admin.user);
      const peer = await identity('identity.changed');
      expect(peer.type).toBe('peer');
      expect(valueOf(peer, 'hf.Type')).toBe('peer');
    });

    it('enrol with a changed secret and no longer with the old one', async () => {
      await create('identity.secret', { enrollmentSecret: 'old', maxEnrollments: -1 });
      await identities().update('identity.secret', { enrollmentSecret: 'new' } as never, suite.admin.user);
      expect((await refusalOf(enrol(suite.server, 'identity.secret', 'old'))).code).toBe(20);
      await enrol(suite.server, 'identity.secret', 'new');
    });

    it('are deleted with their certificates', async () => {
      const gone = await suite.newcomer('identity.gone');
      await identities().delete('identity.gone', suite.admin.user);
      expect(await refusalOf(identity('identity.gone'))).toEqual(missing('User'));
      expect(await suite.isTrusted(gone)).toBe(false);
    });

    it('are deleted by themselves only with force', async () => {
      const attrs = [{ name: 'hf.Registrar.Roles', value: 'client' }];
      const self = await suite.newcomer('identity.self', attrs);
      expect(await refusalOf(identities().delete('identity.self', self.user))).toEqual({
        code: 56,
        message: "Need to use 'force' option to delete your own identity",
      });
      await (identities() as unknown as Removing).delete('identity.self', self.user, true);
    });

    it('are refused where they do not exist, lack a name, or have an affiliation that does not exist', async () => {
      expect(await refusalOf(identity('identity.nobody'))).toEqual(missing('User'));
      await suite.register('identity.moved');
      const move = identities().update('identity.moved', { affiliation: 'nowhere' } as never, suite.admin.user);
      expect(await refusalOf(move)).toEqual({ code: 58, message: "Affiliation 'nowhere' is not supported" });
    });

    it('are out of reach of those who are no registrars', async () => {
      const plain = await suite.newcomer('identity.plain');
      const calls = [
        () => identities().getAll(plain.user),
        () => identities().getOne('admin', plain.user),
        () => identities().create({ enrollmentID: 'x', affiliation: '.' } as never, plain.user),
        () => identities().update('admin', { type: 'peer' } as never, plain.user),
        () => identities().delete('admin', plain.user),
      ];
      for (const call of calls) expect(await refusalOf(call())).toEqual(unauthorised);
    });
  });

  describe('affiliations', () => {
    it('are added one below the other, ancestors with force alone', async () => {
      expect((await add('ward')).result).toEqual({ name: 'ward', caname: suite.server.caName });
      await add('ward.east');
      expect(await refusalOf(add('ward'))).toEqual({ code: 60, message: 'Affiliation already exists' });
      expect(await refusalOf(add('clinic.north.one'))).toEqual(missing('affiliation'));
      await add('clinic.north.one', true);
      expect(await affiliation('clinic')).toEqual({
        name: 'clinic',
        affiliations: [{ name: 'clinic.north', affiliations: [{ name: 'clinic.north.one' }] }],
        caname: suite.server.caName,
      });
    });

    it('are listed as a tree', async () => {
      await add('tree.leaf', true);
      const answer = (await affiliations().getAll(suite.admin.user)) as unknown as Answer<AffiliationView>;
      expect(answer.result.name).toBe('');
      expect(answer.result.affiliations).toEqual(
        expect.arrayContaining([{ name: 'tree', affiliations: [{ name: 'tree.leaf' }] }]),
      );
    });

    it('stand in the certificates of those who belong to them', async () => {
      await add('cert.inner', true);
      const nurse = await suite.newcomer('affiliation.nurse', [], 'cert.inner');
      expect(nurse.certificate.subject.match(/OU=\w+/g)!.sort()).toEqual(['OU=cert', 'OU=client', 'OU=inner']);
    });

    it('are renamed with what is below them, and with force with their identities', async () => {
      await add('old.inner', true);
      await suite.register('affiliation.moved', { affiliation: 'old.inner' });
      const rename = (force: boolean) =>
        (affiliations() as unknown as Renaming).update('old', { name: 'new', force }, suite.admin.user);
      expect(await refusalOf(rename(false))).toMatchObject({ code: 64 });
      const answer = (await rename(true)) as unknown as Answer<AffiliationView>;
      expect(answer.result).toMatchObject({ name: 'new', affiliations: [{ name: 'new.inner' }] });
      expect(answer.result.affiliations![0]!.identities!.map(({ id }) => id)).toEqual(['affiliation.moved']);
      const moved = await identity('affiliation.moved');
      expect(moved.affiliation).toBe('new.inner');
      expect(valueOf(moved, 'hf.Affiliation')).toBe('new.inner');
      expect(await refusalOf(affiliation('old'))).toEqual(missing('affiliation'));
    });

    it('are removed with what is below them and their identities only with force', async () => {
      await add('removed.inner', true);
      const member = await suite.newcomer('affiliation.member', [], 'removed.inner');
      const remove = (force: boolean) => affiliations().delete({ name: 'removed', force }, suite.admin.user);
      expect(await refusalOf(remove(false))).toEqual(unauthorised);
      await remove(true);
      expect(await refusalOf(affiliation('removed.inner'))).toEqual(missing('affiliation'));
      expect(await refusalOf(identity('affiliation.member'))).toEqual(missing('User'));
      expect(await suite.isTrusted(member)).toBe(false);
    });

    it('bound what a registrar may do', async () => {
      await add('bound.inner', true);
      const attrs = [
        { name: 'hf.Registrar.Roles', value: 'client' },
        { name: 'hf.AffiliationMgr', value: 'true' },
      ];
      const registrar = await suite.newcomer('affiliation.registrar', attrs, 'bound');
      await suite.register('affiliation.below', { affiliation: 'bound.inner', by: registrar });
      const outside = suite.register('affiliation.outside', { affiliation: 'bounds', by: registrar });
      expect(await refusalOf(outside)).toEqual(unauthorised);
      expect(await refusalOf(affiliations().getOne('ward', registrar.user))).toEqual(unauthorised);
      expect(await refusalOf(identities().getOne('admin', registrar.user))).toEqual(unauthorised);
    });

    it('are out of reach without hf.AffiliationMgr', async () => {
      const plain = await suite.newcomer('affiliation.plain');
      expect(await refusalOf(affiliations().getAll(plain.user))).toEqual(unauthorised);
    });
  });

  describe('certificates', () => {
    const list = async (request: object, by = suite.admin) => {
      const service = certificatesOf(suite.server);
      const answer = (await service.getCertificates(request, by.user)) as Answer<{ certs: { PEM: string }[] }>;
      return answer.result.certs.map(({ PEM }) => PEM.trim());
    };

    it('are found by owner, by serial and by authority key', async () => {
      const nurse = await suite.newcomer('certificate.found');
      const pem = nurse.certificatePem.trim();
      const { serial, aki } = namesOf(nurse.certificate);
      expect(await list({ id: 'certificate.found' })).toEqual([pem]);
      expect(await list({ serial })).toEqual([pem]);
      expect(await list({ serial, aki })).toEqual([pem]);
      expect(await list({ serial, aki: 'abcd' })).toEqual([]);
      expect(await list({})).toContain(pem);
    });

    it('are filtered by revocation and expiry', async () => {
      const id = 'certificate.filtered';
      await suite.newcomer(id);
      expect(await list({ id, notrevoked: true, notexpired: true })).toHaveLength(1);
      expect(await list({ id, expired_start: '-1d', expired_end: '+1d' })).toHaveLength(0);
      expect(await list({ id, expired_start: '+300d', expired_end: '+400d' })).toHaveLength(1);
      await suite.revoke({ enrollmentID: id });
      expect(await list({ id, notrevoked: true })).toHaveLength(0);
      expect(await list({ id, revoked_start: '-1h', revoked_end: '+1h' })).toHaveLength(1);
      expect(await list({ id, revoked_end: '-1h' })).toHaveLength(0);
    });

    it('are refused to filters that contradict each other or make no sense', async () => {
      expect(await refusalOf(list({ notexpired: true, expired_end: '+1d' }))).toEqual({
        code: 67,
        message: "Invalid Request: Can't specify expiration time filter and the 'notexpired' filter",
      });
      expect(await refusalOf(list({ notrevoked: true, revoked_end: '+1d' }))).toEqual({
        code: 67,
        message: "Invalid Request: Can't specify revocation time filter and the 'notrevoked' filter",
      });
      expect(await refusalOf(list({ expired_end: '+1y' }))).toMatchObject({ code: 67 });
      expect(await refusalOf(list({ expired_end: 'soon' }))).toMatchObject({ code: 67 });
    });

    it('are shown to registrars and revokers, of their own affiliation and below', async () => {
      await add('seen');
      await suite.newcomer('certificate.seen', [], 'seen');
      const revoker = await suite.newcomer('certificate.revoker', [{ name: 'hf.Revoker', value: 'true' }], 'seen');
      expect(await list({ id: 'certificate.seen' }, revoker)).toHaveLength(1);
      expect(await list({ id: 'admin' }, revoker)).toHaveLength(0);
      const plain = await suite.newcomer('certificate.plain');
      expect(await refusalOf(list({}, plain))).toEqual(unauthorised);
    });
  });
}
