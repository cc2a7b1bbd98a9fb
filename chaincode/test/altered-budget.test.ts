import type { BudgetView } from '../src/api';
import { keys } from '../src/store/keys';
import { altered, type Deed } from './support/altered-chaincode';
import { Consortium } from './support/consortium';
import { MEMBERS, PEOPLE } from './support/people';
import { loss, registerCall, reserveCall } from './support/releases';
import { verdict } from './support/verdict';

const EVERYONE = MEMBERS.map(({ mspId }) => mspId);
const OWNER = 'HospitalMSP';

/** As if nothing had been spent. */
const forget: Deed = async (stub, { id }) => {
  const nothing = { microEpsilon: '0', picoDelta: '0', picoRho: '0' };
  await stub.putState(keys.account(stub, id!, 'add-remove'), Buffer.from(JSON.stringify(nothing)));
};

/** Another cap and another scheme, as the owner likes. */
const rewrite: Deed = async (stub, { id, dataset }) => {
  await stub.putState(keys.dataset(stub, id!), Buffer.from(dataset!));
};

describe('an owner of data whose chaincode is another than agreed', () => {
  const id = 'altered';
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await Consortium.founded({}, (_mspId, agreed) =>
      altered(agreed, { forget, rewrite }, () => undefined),
    );
    await consortium.must(registerCall(id));
    await consortium.must(reserveCall(id, { cost: loss(1_000_000) }));
  });

  afterAll(() => consortium.close());

  const does = async (name: string, endorsers: readonly string[], argument: object = {}): Promise<string> =>
    verdict(await consortium.submit({ as: PEOPLE.hospitalSteward, name, command: { id, ...argument }, endorsers }));
  const spent = async (): Promise<string> =>
    (await consortium.read<BudgetView>(PEOPLE.researcher, 'release:Dataset', { id })).accounts[0]!.spent.microEpsilon;

  it('does not get back by itself what was spent', async () => {
    expect(await does('forget', [OWNER])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await spent()).toBe('1000000');
  });

  it('changes neither cap nor scheme as long as one member does not help', async () => {
    const dataset = JSON.stringify({ id, owner: OWNER, accounts: [] });
    for (const absent of EVERYONE.filter((mspId) => mspId !== OWNER)) {
      const endorsers = EVERYONE.filter((mspId) => mspId !== absent);
      expect(await does('rewrite', endorsers, { dataset })).toBe('ENDORSEMENT_POLICY_FAILURE');
    }
  });

  it('gets back what was spent where another one helps, and the block says who signed', async () => {
    expect(await does('forget', [OWNER, 'EastMSP'])).toBe('VALID');
    expect(await spent()).toBe('0');
  });
});
