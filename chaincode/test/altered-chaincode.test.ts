import { keyId, type Envelope, type KeyView, type PublicJwk } from '../src/api';
import { keys } from '../src/store/keys';
import { altered, type Deed } from './support/altered-chaincode';
import { drawId } from './support/case';
import type { Call, Consortium } from './support/consortium';
import { drawKeyPair, emergencyKeyOf, registerKeyCall } from './support/encryption';
import { PEOPLE, type Person } from './support/people';
import { RecordCase, recordConsortium } from './support/record-case';
import { heard } from './support/verdict';

const H = 'HospitalMSP';
const C = 'CentreMSP';
const P = 'PharmacyMSP';

const collectionOf = (mspId: string): string => `_implicit_org_${mspId}`;
const CIPHERTEXT = Buffer.from('ciphertext that an outsider looks for').toString('base64url');

/** Every value of a type of private keys that begin so. */
const range: Deed = async (stub, { mspId, type, id }) => {
  const values: string[] = [];
  for await (const { value } of stub.getPrivateDataByPartialCompositeKey(collectionOf(mspId!), type!, [id!])) {
    values.push(Buffer.from(value).toString('utf8'));
  }
  return values;
};

const get: Deed = async (stub, { mspId, type, id, section }) => {
  const key = stub.createCompositeKey(type!, [id!, section!, '1']);
  return Buffer.from(await stub.getPrivateData(collectionOf(mspId!), key)).toString('utf8');
};

const history: Deed = async (stub, { id }) => {
  const values: string[] = [];
  for await (const { value } of stub.getHistoryForKey(keys.version(stub, id!, 'treatment', 1))) {
    values.push(Buffer.from(value).toString('utf8'));
  }
  return values;
};

const forge: Deed = async (stub, { id, grant }) => {
  await stub.putState(keys.grant(stub, id!), Buffer.from(grant!));
};

const forgeKey: Deed = async (stub, { owner, version, jwk }) => {
  const id = keyId(owner!, 'encryption', Number(version));
  const key = {
    id,
    owner,
    use: 'encryption',
    version: Number(version),
    jwk: JSON.parse(jwk!) as PublicJwk,
    status: 'active',
  };
  await stub.putState(keys.key(stub, owner!, 'encryption', Number(version)), Buffer.from(JSON.stringify(key)));
  if (version !== '1') return;
  await stub.putState(keys.latestKey(stub, owner!, 'encryption'), Buffer.from('{"version":1}'));
};

const closeCase: Deed = async (stub, { id }) => {
  await stub.putState(keys.case(stub, id!), Buffer.from('{}'));
};

/* Whoever runs an organisation runs its chaincode: what another program in its place can do, and what it cannot. */
describe('an organisation whose chaincode is another than agreed', () => {
  let consortium: Consortium;
  let record: RecordCase;
  /** Transient maps that the centre was shown. */
  const shown: ReadonlyMap<string, Uint8Array>[] = [];

  beforeAll(async () => {
    consortium = await recordConsortium({}, (mspId, agreed) =>
      altered(agreed, { range, get, history, forge, forgeKey, closeCase }, (transient) => {
        if (mspId === C) shown.push(transient);
      }),
    );
    await consortium.must(registerKeyCall(PEOPLE.dispenser));
    record = new RecordCase(consortium);
    await record.opened();
    const envelope = record.envelope('treatment', 1, record.kidsOf('treatment'), CIPHERTEXT);
    await record.must({ ...record.versionCall('treatment', 1, PEOPLE.physician, {}, envelope), endorsers: [H, C] });
  });

  afterAll(() => consortium.close());

  const ask = (as: Person, deed: string, argument: object) =>
    consortium.evaluate<string | string[]>(as, deed, { mspId: H, id: record.id, ...argument });

  it('is shown nothing by its own peer of what another holds, neither in a range nor by key', async () => {
    for (const type of ['ENVELOPE', 'WRAPS', 'SUBJECT']) {
      expect(await ask(PEOPLE.dispenser, 'range', { type })).toMatchObject({ isDone: true, view: [] });
    }
    await expect(ask(PEOPLE.dispenser, 'get', { type: 'ENVELOPE', section: 'treatment' })).rejects.toThrow(
      'private data matching public hash version is not available',
    );
  });

  it('is shown by the history of a key what was public, and no more', async () => {
    const told = JSON.stringify(await ask(PEOPLE.dispenser, 'history', {}));
    expect(told).toContain('commitment');
    expect([CIPHERTEXT, record.subjectSalt].filter((canary) => told.includes(canary))).toEqual([]);
  });

  it('is shown all that it holds itself, without a receipt', async () => {
    const height = consortium.network.height();
    const envelopes = await ask(PEOPLE.physician, 'range', { type: 'ENVELOPE' });
    expect(JSON.stringify(envelopes)).toContain(CIPHERTEXT);
    const subject = await ask(PEOPLE.physician, 'range', { type: 'SUBJECT' });
    expect(JSON.stringify(subject)).toContain(record.subjectSalt);
    expect(consortium.network.height()).toBe(height);
  });

  it('is shown, as an endorser, the envelope with every wrap: a custodian that endorses can open it', () => {
    const envelopes = shown.flatMap((transient) => {
      const bytes = transient.get('envelope');
      return bytes === undefined ? [] : [JSON.parse(Buffer.from(bytes).toString('utf8')) as Envelope];
    });
    const written = envelopes.find(({ ciphertext }) => ciphertext === CIPHERTEXT);
    expect(written?.recipients.map(({ header }) => header.kid)).toContain(emergencyKeyOf(C));
  });

  it('changes nothing of a case with another’s help, against its hospital', async () => {
    const call = { as: PEOPLE.reviewer, name: 'closeCase', command: { id: record.id }, endorsers: [C, P] };
    expect(heard(await consortium.submit(call))).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  describe('and makes up a consent', () => {
    let id: string;
    const forgery = (endorsers: readonly string[], as = PEOPLE.reviewer): Call => {
      id = drawId();
      const grant = {
        ...{ id, patient: PEOPLE.patient.id, grantee: PEOPLE.dispenser.id, purpose: 'care', cases: record.id },
        ...{ sections: ['treatment'], right: 'read', from: 0, until: record.now + 3_600_000, status: 'active' },
      };
      return { as, name: 'forge', command: { id, grant: JSON.stringify(grant) }, endorsers };
    };

    it('is not believed alone', async () => {
      expect(heard(await consortium.submit(forgery([C])))).toBe('ENDORSEMENT_POLICY_FAILURE');
    });

    it('is believed where two do it together, but comes to no key, and the block says who signed', async () => {
      expect(heard(await consortium.submit(forgery([C, P])))).toBe('VALID');
      const claim = { basis: 'grant', purpose: 'care', grant: id };
      const receipt = await record.receipt(PEOPLE.dispenser, claim);
      expect(heard(await record.read(PEOPLE.dispenser, receipt.id))).toBe('CASE_NO_KEY');
    });
  });

  describe('and makes up a key with another’s help', () => {
    const forged = async (owner: string, version: string): Promise<readonly string[]> => {
      const command = { owner, version, jwk: JSON.stringify(drawKeyPair().jwk) };
      const call = { as: PEOPLE.reviewer, name: 'forgeKey', command, endorsers: [C, P] };
      expect(heard(await consortium.submit(call))).toBe('VALID');
      const found = await consortium.read<readonly KeyView[]>(PEOPLE.physician, 'patient:Keys', { owner });
      return found.map(({ id }) => id);
    };

    it('is not believed of somebody who has a key', async () => {
      await consortium.must(registerKeyCall(PEOPLE.patient));
      expect(await forged(PEOPLE.patient.id, '2')).toEqual([keyId(PEOPLE.patient.id, 'encryption', 1)]);
    });

    it('is believed of somebody who has none', async () => {
      expect(await forged(PEOPLE.stranger.id, '1')).toEqual([keyId(PEOPLE.stranger.id, 'encryption', 1)]);
    });
  });
});
