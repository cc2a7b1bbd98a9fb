import { enrol, refusalOf } from './client';
import { ADMIN } from './server-under-test';
import type { Suite } from './suite';

/** Who may register whom, and with what. */
export function describeRegistration(suite: Suite): void {
  describe('registration', () => {
    it('uses the secret that is given, or draws one', async () => {
      const request = { enrollmentID: 'register.own', affiliation: '', maxEnrollments: -1, role: 'client' };
      const secret = await suite.services().register({ ...request, enrollmentSecret: 'my own' }, suite.admin.user);
      expect(secret).toBe('my own');
      expect((await enrol(suite.server, 'register.own', 'my own')).certificate.subject).toContain('register.own');
      expect(await suite.register('register.drawn')).toMatch(/^[A-Za-z]{12}$/);
    });

    it('refuses a name that is taken', async () => {
      await suite.register('register.twice');
      expect(await refusalOf(suite.register('register.twice'))).toEqual({
        code: 74,
        message: "Identity 'register.twice' is already registered",
      });
    });

    it.each(['register', 'revoke', 'gencrl'])('refuses %s to somebody without the right', async (what) => {
      const plain = await suite.newcomer(`plain.${what}`);
      const calls: Record<string, () => Promise<unknown>> = {
        register: () => suite.register('plain.other', { by: plain }),
        revoke: () => suite.revoke({ enrollmentID: ADMIN.adminUser }, plain),
        gencrl: () => suite.services().generateCRL({}, plain.user),
      };
      expect(await refusalOf(calls[what]!())).toEqual({ code: 71, message: 'Authorization failure' });
    });

    it('lets a registrar register the types, attributes and affiliations it was given, and no others', async () => {
      const registrar = await suite.newcomer('registrar', [
        { name: 'hf.Registrar.Roles', value: 'client,peer' },
        { name: 'hf.Registrar.Attributes', value: 'rx.*,hf.Revoker' },
        { name: 'hf.Revoker', value: 'true' },
      ]);
      const attrs = [{ name: 'rx.role', value: 'nurse' }];
      await suite.register('registrar.client', { by: registrar, attrs });
      await suite.register('registrar.peer', { by: registrar, role: 'peer' });
      await suite.register('registrar.revoker', { by: registrar, attrs: [{ name: 'hf.Revoker', value: 'true' }] });
      const refused = { code: 71, message: 'Authorization failure' };
      const tries: Parameters<Suite['register']>[1][] = [
        { role: 'orderer' },
        { attrs: [{ name: 'other', value: 'x' }] },
        { attrs: [{ name: 'hf.GenCRL', value: 'true' }] },
        { attrs: [{ name: 'hf.Registrar.Roles', value: 'client' }] },
        { attrs: [{ name: 'hf.Revoker', value: 'perhaps' }] },
      ];
      for (const more of tries) {
        expect(await refusalOf(suite.register('registrar.refused', { ...more, by: registrar }))).toEqual(refused);
      }
    });

    it.each([
      ['a reserved attribute that does not exist', [{ name: 'hf.Unknown', value: 'x' }]],
      ['an attribute of fixed value', [{ name: 'hf.Type', value: 'admin' }]],
      ['roles to delegate beyond one’s own', [{ name: 'hf.Registrar.DelegateRoles', value: 'peer' }]],
      ['a right over attributes one does not have', [{ name: 'hf.Registrar.Attributes', value: 'hf.Revoker' }]],
    ])('does not register %s, whoever asks', async (_what, attrs) => {
      expect((await refusalOf(suite.register('register.attribute', { attrs }))).code).toBe(71);
    });

    it('refuses an affiliation that does not exist', async () => {
      const request = {
        enrollmentID: 'register.nowhere',
        affiliation: 'nowhere',
        maxEnrollments: -1,
        role: 'client',
      };
      expect((await refusalOf(suite.services().register(request, suite.admin.user))).code).toBe(71);
    });

    it('refuses a limit below -1', async () => {
      const request = { enrollmentID: 'register.limit', affiliation: '', maxEnrollments: -2, role: 'client' };
      expect(await refusalOf(suite.services().register(request, suite.admin.user))).toEqual({
        code: 82,
        message: 'Max enrollment in registration request may not be less than -1, but was -2',
      });
    });
  });
}
