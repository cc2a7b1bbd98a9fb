import { FakeLedger } from '../../test/fake-ledger';
import { callerOf, FakeEnrolment, testContext } from '../../test/test-app';
import { Problem } from '../http/problem';
import { createPeopleService } from './service';

const registrar = callerOf('HospitalMSP', 'registrar', 'registrar');
const person = { commandId: 'register-0001', enrolmentId: 'd-9', role: 'physician' } as const;
const VIEW = { id: 'HospitalMSP:d-9', role: 'physician', status: 'active', registeredAt: 1, updatedAt: 1, version: 1 };

describe('registering a person', () => {
  let ledger: FakeLedger;
  let enrolment: FakeEnrolment;
  let order: string[];
  const service = () => createPeopleService(testContext(ledger, { enrolment }));

  beforeEach(() => {
    order = [];
    ledger = new FakeLedger().on('misbc:Register', () => {
      order.push('ledger');
      return VIEW;
    });
    enrolment = new FakeEnrolment();
    const enrol = enrolment.enrol.bind(enrolment);
    jest.spyOn(enrolment, 'enrol').mockImplementation(async (enrolmentId, role) => {
      order.push('authority');
      return enrol(enrolmentId, role);
    });
  });

  it('enrols at the authority first, then enters the ledger', async () => {
    const { view } = await service().register(registrar, person);
    expect(view).toEqual(VIEW);
    expect(order).toEqual(['authority', 'ledger']);
    expect(ledger.submitted[0]!.request).toMatchObject({ command: person, endorsers: ['HospitalMSP', 'CentreMSP'] });
  });

  it('enters the ledger only where an identity is in the store already, as after an import or a fault', async () => {
    await service().register(registrar, person);
    await service().register(registrar, person);
    expect(order).toEqual(['authority', 'ledger', 'ledger']);
  });

  it('does not enter the ledger where the authority cannot be reached', async () => {
    jest.spyOn(enrolment, 'enrol').mockRejectedValue(new Problem('LEDGER_UNAVAILABLE'));
    await expect(service().register(registrar, person)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(order).toEqual([]);
  });

  it('refuses another role than the certificate in the store has', async () => {
    enrolment.people.set('d-9', { enrolmentId: 'd-9', role: 'clerk', validUntil: 1 });
    await expect(service().register(registrar, person)).rejects.toMatchObject({ code: 'REGISTRY_ACTOR_EXISTS' });
    expect(order).toEqual([]);
  });

  it('refuses a role that an organisation of this kind does not give, before anybody is enrolled', async () => {
    const reviewer = { ...person, role: 'reviewer' } as const;
    await expect(service().register(registrar, reviewer)).rejects.toMatchObject({ code: 'REGISTRY_ROLE_OF_KIND' });
    expect(order).toEqual([]);
  });

  it.each(['physician', 'steward', 'patient'] as const)('is not for a %s', async (role) => {
    const caller = callerOf('HospitalMSP', 'd-1', role);
    const people = service();
    await expect(people.register(caller, person)).rejects.toMatchObject({ code: 'ACCESS_ROLE' });
    await expect(people.change(caller, 'Suspend', person)).rejects.toMatchObject({ code: 'ACCESS_ROLE' });
    await expect(people.revoke(caller, person)).rejects.toMatchObject({ code: 'ACCESS_ROLE' });
    await expect(people.certify(caller, 'd-9')).rejects.toMatchObject({ code: 'ACCESS_ROLE' });
    expect(order).toEqual([]);
  });
});

describe('revoking a person', () => {
  it('suspends on the ledger first, and revokes nothing where that is refused', async () => {
    const enrolment = new FakeEnrolment();
    await enrolment.enrol('d-9', 'physician');
    const ledger = new FakeLedger().on('misbc:Suspend', () => {
      throw new Problem('LEDGER_UNAVAILABLE');
    });
    const service = createPeopleService(testContext(ledger, { enrolment }));
    await expect(service.revoke(registrar, person)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(await enrolment.list()).toHaveLength(1);
    ledger.on('misbc:Suspend', () => ({ ...VIEW, status: 'suspended' }));
    const { role: _role, ...command } = person;
    await service.revoke(registrar, command);
    expect(await enrolment.list()).toEqual([]);
    expect(ledger.submitted.at(-1)!.request.command).toEqual({ commandId: 'register-0001', actor: 'HospitalMSP:d-9' });
  });
});
