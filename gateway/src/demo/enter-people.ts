import { KEY_USES } from '@rxledger/chaincode/api';
import type { Person } from './person';
import type { TestNetwork, TestPerson } from './test-network';

/** Roles that the registry does not list: a registrar is known by the certificate alone. */
const UNLISTED: readonly string[] = ['registrar'];

/** Roles that deal with records: something may be encrypted for them. */
const WITH_KEYS: readonly string[] = ['patient', 'physician', 'clerk', 'reviewer', 'dispenser', 'payer', 'researcher'];

/**
 * Enters the people of a test network into the registry, each through the registrar of his or her own organisation.
 * Whoever is there already stays as he or she is. Organisations, and people who deal with records, get encryption keys.
 * Answers how many were new.
 */
export async function enterPeople(network: TestNetwork): Promise<number> {
  const counts = await Promise.all(network.members.map(({ name, mspId }) => enterOf(network, name, mspId)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function enterOf(network: TestNetwork, member: string, mspId: string): Promise<number> {
  const people = network.people.filter((person) => person.mspId === mspId);
  const desk = people.find(({ role }) => role === 'registrar');
  if (desk === undefined) throw new Error(`${mspId} has no registrar`);
  const registrar = await network.person(member, desk.enrolmentId);
  const listed = people.filter(({ role }) => !UNLISTED.includes(role));
  const entered = await Promise.all(listed.map((person) => enter(registrar, person)));
  for (const use of KEY_USES) await keyOf(registrar, '/keys/organisation', { use });
  const keepers = listed.filter(({ role }) => WITH_KEYS.includes(role));
  await Promise.all(keepers.map(async ({ enrolmentId }) => keyOf(await network.person(member, enrolmentId), '/keys')));
  return entered.filter(Boolean).length;
}

/** Has a key made and registered, unless there is one in use. */
async function keyOf(who: Person, path: string, body: object = {}): Promise<void> {
  const { status, body: answer } = await who.call('POST', path, body);
  if (status !== 200) throw new Error(`${who.actor} could not register a key: ${String(answer['code'] ?? status)}`);
}

async function enter(registrar: Person, { enrolmentId, role }: TestPerson): Promise<boolean> {
  const scope = role === 'physician' ? { scope: ['*'] } : {};
  const { status, body } = await registrar.call('POST', '/people', { enrolmentId, role, ...scope });
  if (status === 201) return true;
  if (body['code'] === 'REGISTRY_ACTOR_EXISTS') return false;
  throw new Error(`${registrar.actor} could not register ${enrolmentId}: ${String(body['code'] ?? status)}`);
}
