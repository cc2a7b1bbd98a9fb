import { peer } from '@hyperledger/fabric-protos';
import { newChannel } from '../../../test/trust/channel';
import { newOrganisation } from '../../../test/trust/organisation';
import { newTransaction, type TestWrites, type TransactionOptions } from '../../../test/trust/transaction';
import { parsePolicy } from '../../identity/policy-language';
import type { ChaincodeDefinition } from '../../lifecycle/definition';
import type { EndorserTransaction } from '../transaction';
import { policyReference } from './collection-policy';
import { parseEnvelope } from './form';
import { KeyPolicyChanges } from './key-policy-changes';
import { checkEndorsements, type EndorsementContext } from './policy';
import { code } from './rejection';

const [hospital, pharmacy, centre] = ['HospitalMSP', 'PharmacyMSP', 'CentreMSP'].map(newOrganisation) as [
  ReturnType<typeof newOrganisation>,
  ReturnType<typeof newOrganisation>,
  ReturnType<typeof newOrganisation>,
];
const channel = newChannel([hospital, pharmacy, centre]);
const creator = hospital.enrol('client');
const peers = { hospital: hospital.enrol('peer'), pharmacy: pharmacy.enrol('peer'), centre: centre.enrol('peer') };
type Peer = keyof typeof peers;

const { VALID, ENDORSEMENT_POLICY_FAILURE: FAILURE, INVALID_CHAINCODE } = code;

const applicationPolicy = (text: string): peer.ApplicationPolicy => {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(parsePolicy(text));
  return policy;
};

const collection = (name: string, policy?: string): peer.StaticCollectionConfig => {
  const config = new peer.StaticCollectionConfig();
  config.setName(name);
  if (policy) config.setEndorsementPolicy(applicationPolicy(policy));
  return config;
};

const twoOfThree = "OutOf(2,'HospitalMSP.peer','PharmacyMSP.peer','CentreMSP.peer')";

const trade: ChaincodeDefinition = {
  name: 'trade',
  version: '1.0',
  sequence: 1,
  initRequired: false,
  validationParameter: applicationPolicy(twoOfThree).serializeBinary(),
  collections: [collection('plain'), collection('guarded', "AND('PharmacyMSP.peer')")],
};

const parsed = (endorsers: readonly Peer[], options: Partial<TransactionOptions> = {}): EndorserTransaction => {
  const bytes = newTransaction({ creator, endorsers: endorsers.map((name) => peers[name]), ...options });
  const outcome = parseEnvelope(bytes, channel);
  if (outcome.kind !== 'endorser') throw new Error(JSON.stringify(outcome));
  return outcome.transaction;
};

const transaction = (endorsers: readonly Peer[], writes: TestWrites): EndorserTransaction =>
  parsed(endorsers, { writes: { trade: writes } });

const context = (parts: Partial<EndorsementContext> = {}): EndorsementContext => ({
  config: channel,
  definition: (name) => (name === 'trade' || name === 'other' ? { ...trade, name } : undefined),
  keyPolicy: () => undefined,
  hashedKeyPolicy: () => undefined,
  ...parts,
});

/** Key policies by key, or by collection and hash. */
const keyPolicies = (policies: Readonly<Record<string, string>>): EndorsementContext => {
  const find = (key: string) => policies[key] && parsePolicy(policies[key]).serializeBinary();
  return context({
    keyPolicy: (_, key) => find(key) || undefined,
    hashedKeyPolicy: (_, name, hash) => find(`${name}/${Buffer.from(hash).toString()}`) || undefined,
  });
};

describe('the chaincode’s policy', () => {
  it.each([
    [['hospital', 'pharmacy'], VALID],
    [['hospital', 'pharmacy', 'centre'], VALID],
    [['hospital'], FAILURE],
    [['hospital', 'hospital'], FAILURE],
    [[], FAILURE],
  ] as [Peer[], number][])('of two in three, endorsed by %j', (endorsers, expected) => {
    expect(checkEndorsements(transaction(endorsers, { keys: ['k'] }), context())).toBe(expected);
  });

  it('holds for a transaction that writes nothing', () => {
    expect(checkEndorsements(transaction(['hospital'], {}), context())).toBe(FAILURE);
    expect(checkEndorsements(transaction(['hospital', 'centre'], {}), context())).toBe(VALID);
  });

  it('holds for every namespace written to, and not for one only read', () => {
    const both = { trade: { keys: ['k'] }, other: { keys: ['k'] } };
    const strict = context({
      definition: (name) => ({
        ...trade,
        name,
        validationParameter: applicationPolicy(
          name === 'other' ? "AND('PharmacyMSP.peer')" : twoOfThree,
        ).serializeBinary(),
      }),
    });
    expect(checkEndorsements(parsed(['hospital', 'centre'], { writes: both }), strict)).toBe(FAILURE);
    expect(checkEndorsements(parsed(['hospital', 'pharmacy'], { writes: both }), strict)).toBe(VALID);
    const read = { trade: { keys: ['k'] }, other: {} };
    expect(checkEndorsements(parsed(['hospital', 'centre'], { writes: read }), strict)).toBe(VALID);
  });

  it('is needed: a namespace without definition fails as a chaincode that is not there', () => {
    const writes = { trade: { keys: ['k'] }, nosuch: { keys: ['k'] } };
    expect(checkEndorsements(parsed(['hospital', 'pharmacy'], { writes }), context())).toBe(INVALID_CHAINCODE);
    expect(checkEndorsements(parsed(['hospital', 'pharmacy'], { chaincode: 'nosuch' }), context())).toBe(
      INVALID_CHAINCODE,
    );
  });

  it('passes over an endorsement that does not hold', () => {
    const forged = (payload: peer.ChaincodeActionPayload) => {
      const [first] = payload.getAction()!.getEndorsementsList();
      first!.setSignature(creator.sign(Buffer.from('something else')));
    };
    expect(checkEndorsements(parsed(['hospital', 'pharmacy'], { payload: forged }), context())).toBe(FAILURE);
    expect(checkEndorsements(parsed(['hospital', 'pharmacy', 'centre'], { payload: forged }), context())).toBe(VALID);
  });

  it('passes over an endorser the channel does not know', () => {
    const endorsers = [newOrganisation('OtherMSP').enrol('peer'), peers.hospital];
    expect(checkEndorsements(parsed([], { endorsers }), context())).toBe(FAILURE);
    expect(checkEndorsements(parsed([], { endorsers: [...endorsers, peers.centre] }), context())).toBe(VALID);
  });

  it('is not satisfied by clients where it asks for peers', () => {
    const endorsers = [hospital.enrol('client'), pharmacy.enrol('client')];
    expect(checkEndorsements(parsed([], { endorsers }), context())).toBe(FAILURE);
  });
});

describe('the policy of a key', () => {
  const guarded = keyPolicies({ mine: "AND('PharmacyMSP.peer')", 'plain/mine': "AND('PharmacyMSP.peer')" });

  it('stands in the place of the chaincode’s', () => {
    expect(checkEndorsements(transaction(['pharmacy'], { keys: ['mine'] }), guarded)).toBe(VALID);
    expect(checkEndorsements(transaction(['hospital', 'centre'], { keys: ['mine'] }), guarded)).toBe(FAILURE);
  });

  it('leaves other keys of the transaction to the chaincode’s', () => {
    expect(checkEndorsements(transaction(['pharmacy'], { keys: ['mine', 'yours'] }), guarded)).toBe(FAILURE);
    expect(checkEndorsements(transaction(['pharmacy', 'centre'], { keys: ['mine', 'yours'] }), guarded)).toBe(VALID);
  });

  it('guards its own change', () => {
    expect(checkEndorsements(transaction(['hospital', 'centre'], { metadataOf: ['mine'] }), guarded)).toBe(FAILURE);
    expect(checkEndorsements(transaction(['pharmacy'], { metadataOf: ['mine'] }), guarded)).toBe(VALID);
  });

  it.each(['hashes', 'metadataOf'] as const)('guards private keys by their hash: %s', (kind) => {
    const writes = { collections: { plain: { [kind]: ['mine'] } } };
    expect(checkEndorsements(transaction(['hospital', 'centre'], writes), guarded)).toBe(FAILURE);
    expect(checkEndorsements(transaction(['pharmacy'], writes), guarded)).toBe(VALID);
  });

  it('that cannot be read is satisfied by nobody', () => {
    const broken = context({ keyPolicy: () => Buffer.from('garbage') });
    expect(checkEndorsements(transaction(['hospital', 'pharmacy', 'centre'], { keys: ['k'] }), broken)).toBe(FAILURE);
  });

  it('that is empty is none', () => {
    const empty = context({ keyPolicy: () => new Uint8Array() });
    expect(checkEndorsements(transaction(['hospital', 'pharmacy'], { keys: ['k'] }), empty)).toBe(VALID);
  });
});

describe('the policy of a collection', () => {
  const writeTo = (name: string): TestWrites => ({ collections: { [name]: { hashes: ['h'] } } });

  it.each([
    ['plain', ['hospital', 'centre'], VALID],
    ['plain', ['pharmacy'], FAILURE],
    ['guarded', ['pharmacy'], VALID],
    ['guarded', ['hospital', 'centre'], FAILURE],
    ['_implicit_org_CentreMSP', ['centre'], VALID],
    ['_implicit_org_CentreMSP', ['hospital', 'pharmacy'], FAILURE],
    ['_implicit_org_NobodyMSP', ['hospital', 'pharmacy', 'centre'], FAILURE],
    ['nosuch', ['hospital', 'pharmacy', 'centre'], FAILURE],
  ] as [string, Peer[], number][])('%s, endorsed by %j', (name, endorsers, expected) => {
    expect(checkEndorsements(transaction(endorsers, writeTo(name)), context())).toBe(expected);
  });

  it('does not stand for public writes beside it', () => {
    const writes = { ...writeTo('guarded'), keys: ['k'] };
    expect(checkEndorsements(transaction(['pharmacy'], writes), context())).toBe(FAILURE);
    expect(checkEndorsements(transaction(['pharmacy', 'centre'], writes), context())).toBe(VALID);
  });

  it('gives way to one the caller knows of', () => {
    const other = context({ collectionPolicy: () => policyReference('/Channel/Application/CentreMSP/Endorsement') });
    expect(checkEndorsements(transaction(['centre'], writeTo('guarded')), other)).toBe(VALID);
  });
});

describe('the lifecycle', () => {
  const lifecycle = (endorsers: readonly Peer[], writes: TestWrites) =>
    checkEndorsements(parsed(endorsers, { chaincode: '_lifecycle', writes: { _lifecycle: writes } }), context());

  it('needs a majority for what all agree on, and one organisation for its own approval', () => {
    expect(lifecycle(['hospital', 'pharmacy'], { keys: ['namespaces/fields/trade/Sequence'] })).toBe(VALID);
    expect(lifecycle(['hospital'], { keys: ['namespaces/fields/trade/Sequence'] })).toBe(FAILURE);
    const approval = { collections: { _implicit_org_HospitalMSP: { hashes: ['h'] } } };
    expect(lifecycle(['hospital'], approval)).toBe(VALID);
    expect(lifecycle(['pharmacy'], approval)).toBe(FAILURE);
  });
});

describe('a policy changed earlier in the same block', () => {
  const changes = new KeyPolicyChanges();
  changes.record(
    transaction(['hospital', 'pharmacy'], {
      metadataOf: ['moved'],
      collections: { plain: { metadataOf: ['moved'] } },
    }).writes,
  );

  it.each([
    [{ keys: ['moved'] }, FAILURE],
    [{ metadataOf: ['moved'] }, FAILURE],
    [{ keys: ['other'] }, VALID],
    [{ collections: { plain: { hashes: ['moved'] } } }, FAILURE],
    [{ collections: { guarded: { hashes: ['moved'] } } }, VALID],
  ] as [TestWrites, number][])('fails whoever writes the key: %j', (writes, expected) => {
    expect(checkEndorsements(transaction(['hospital', 'pharmacy'], writes), context({ changes }))).toBe(expected);
  });
});
