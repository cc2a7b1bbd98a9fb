import { common, msp, peer } from '@hyperledger/fabric-protos';
import { channelName, groupAt, newChannel } from '../../test/trust/channel';
import { newOrganisation } from '../../test/trust/organisation';
import { PolicyError } from '../identity/errors';
import type { SigningIdentity } from '../identity/identity';
import { parsePolicy, rolePrincipal } from '../identity/policy-language';
import { loadChannelConfig } from './load-config';

const [centre, hospital, pharmacy] = ['CentreMSP', 'HospitalMSP', 'PharmacyMSP'].map(newOrganisation) as [
  ReturnType<typeof newOrganisation>,
  ReturnType<typeof newOrganisation>,
  ReturnType<typeof newOrganisation>,
];
const organisations = [hospital, centre, pharmacy];
const channel = newChannel(organisations);

const known = (...people: readonly SigningIdentity[]) => people.map(({ bytes }) => channel.identity(bytes));

const signed = (text: string): Uint8Array => {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(parsePolicy(text));
  return policy.serializeBinary();
};

const referred = (path: string): Uint8Array => {
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference(path);
  return policy.serializeBinary();
};

const principal = (classification: 0 | 1 | 2 | 3 | 4, content: Uint8Array): msp.MSPPrincipal => {
  const result = new msp.MSPPrincipal();
  result.setPrincipalClassification(classification);
  result.setPrincipal(content);
  return result;
};

describe('a channel’s configuration', () => {
  it('names its organisations, sorted', () => {
    expect(channel).toMatchObject({
      channel: channelName,
      sequence: 0,
      organisations: ['CentreMSP', 'HospitalMSP', 'PharmacyMSP'],
      orderers: ['CentreMSP', 'HospitalMSP', 'PharmacyMSP'],
    });
  });

  it('without groups cannot be used', () => {
    expect(() => loadChannelConfig('x', new common.Config())).toThrow('nil channel group');
  });
});

describe('a policy of the channel', () => {
  it.each([
    ['/Channel/Application/Writers', 'client'],
    ['/Channel/Application/Readers', 'peer'],
    ['/Channel/Readers', 'orderer'],
    ['/Channel/Application/HospitalMSP/Endorsement', 'peer'],
    ['/Channel/Orderer/HospitalMSP/Admins', 'admin'],
  ] as const)('%s is satisfied by a %s', (path, role) => {
    expect(() => channel.checkPolicy(path, known(hospital.enrol(role)))).not.toThrow();
  });

  it('refuses with the words Fabric has', () => {
    const byPeer = () => channel.checkPolicy('/Channel/Application/Writers', known(hospital.enrol('peer')));
    expect(byPeer).toThrow(PolicyError);
    expect(byPeer).toThrow(
      /^implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied$/,
    );
    const oneOfThree = () => channel.checkPolicy('/Channel/Application/Endorsement', known(hospital.enrol('peer')));
    expect(oneOfThree).toThrow(
      /^implicit policy evaluation failed - 1 sub-policies were satisfied, but .* requires 2 /,
    );
    const byNobody = () => channel.checkPolicy('/Channel/Application/HospitalMSP/Admins', []);
    expect(byNobody).toThrow(/^signature set did not satisfy policy$/);
  });

  it.each([
    ['/Channel/Application/NoSuch', "no such policy: 'Application/NoSuch'"],
    ['/Channel/NoSuch/Writers', "no such policy: 'NoSuch/Writers'"],
    ['/Elsewhere/Writers', "no such policy: '/Elsewhere/Writers'"],
    ['', "no such policy: ''"],
  ])('%j is none, and refuses everybody', (path, message) => {
    expect(() => channel.checkPolicy(path, known(hospital.enrol('admin')))).toThrow(new PolicyError(message));
  });

  it('of a majority counts organisations, not people', () => {
    const two = known(hospital.enrol('admin'), hospital.enrol('admin'));
    expect(() => channel.checkPolicy('/Channel/Application/Admins', two)).toThrow(/1 sub-policies were satisfied/);
    const apart = known(hospital.enrol('admin'), pharmacy.enrol('admin'));
    expect(() => channel.checkPolicy('/Channel/Application/Admins', apart)).not.toThrow();
    // The orderers' administrators are the same people here, so both halves of the channel agree.
    expect(() => channel.checkPolicy('/Channel/Admins', apart)).not.toThrow();
  });

  it('counts a group without the policy among those that refuse', () => {
    const config = channel.config.clone();
    for (const name of ['CentreMSP', 'PharmacyMSP'])
      groupAt(config, 'Application', name).getPoliciesMap().del('Endorsement');
    const without = loadChannelConfig(channelName, config);
    const all = organisations.map((organisation) => without.identity(organisation.enrol('peer').bytes));
    expect(() => without.checkPolicy('/Channel/Application/Endorsement', all)).toThrow(
      /1 sub-policies were satisfied, but this policy requires 2/,
    );
  });
});

describe('an endorsement policy', () => {
  const [a, b] = [hospital.enrol('peer'), pharmacy.enrol('peer')];

  it('is a signature policy', () => {
    const both = signed("AND('HospitalMSP.peer','PharmacyMSP.peer')");
    expect(channel.satisfies(both, known(a, b))).toBe(true);
    expect(channel.satisfies(both, known(a, a))).toBe(false);
    expect(channel.satisfies(both, known(a, pharmacy.enrol('client')))).toBe(false);
  });

  it('or refers to one of the channel', () => {
    expect(channel.satisfies(referred('/Channel/Application/Endorsement'), known(a, b))).toBe(true);
    expect(channel.satisfies(referred('/Channel/Application/Endorsement'), known(a))).toBe(false);
    expect(channel.satisfies(referred('/Channel/Application/NoSuch'), known(a, b))).toBe(false);
  });

  it('counts one certificate once, whatever form it comes in', () => {
    const again = { ...a, bytes: reserialised(a) };
    const two = signed("AND('HospitalMSP.peer','HospitalMSP.peer')");
    expect(channel.satisfies(two, known(a, again))).toBe(false);
    expect(channel.satisfies(two, known(a, hospital.enrol('peer')))).toBe(true);
  });

  it('that cannot be read is satisfied by nobody', () => {
    for (const bytes of [new Uint8Array(), Buffer.from('garbage'), signedByNobody()]) {
      expect(channel.satisfies(bytes, known(a, b))).toBe(false);
      expect(channel.satisfiesSignaturePolicy(bytes, known(a, b))).toBe(false);
      expect(channel.endorsingSets(bytes)).toEqual([]);
    }
  });

  it('is not satisfied by somebody whom a later configuration revokes', () => {
    const later = newChannel([
      { ...hospital, genesis: { ...hospital.genesis, revocationLists: [hospital.revoke(a)] } },
      pharmacy,
    ]);
    expect(later.satisfies(signed("OR('HospitalMSP.peer')"), known(a))).toBe(false);
    expect(later.satisfies(signed("OR('HospitalMSP.peer')"), known(hospital.enrol('peer')))).toBe(true);
  });

  it.each([
    ["OR('HospitalMSP.peer','PharmacyMSP.member')", [['HospitalMSP'], ['PharmacyMSP']]],
    [
      "OutOf(2,'HospitalMSP.peer','PharmacyMSP.peer','CentreMSP.peer')",
      [
        ['CentreMSP', 'HospitalMSP'],
        ['CentreMSP', 'PharmacyMSP'],
        ['HospitalMSP', 'PharmacyMSP'],
      ],
    ],
    ["AND('HospitalMSP.peer',OR('CentreMSP.peer','HospitalMSP.admin'))", [['CentreMSP', 'HospitalMSP']]],
    ["AND('HospitalMSP.admin')", []],
    ["OR('StrangerMSP.peer')", []],
  ])('%s is within reach of %j', (text, sets) => {
    expect(channel.endorsingSets(signed(text))).toEqual(sets);
    expect(channel.endorsingSetsOfSignaturePolicy(parsePolicy(text).serializeBinary())).toEqual(sets);
  });

  it('of the channel’s majority is within reach of any two of three', () => {
    expect(channel.endorsingSets(referred('/Channel/Application/Endorsement'))).toHaveLength(3);
  });
});

describe('a principal', () => {
  const person = hospital.enrol('client', { organisationalUnits: ['surgery'] });
  const [identity] = known(person) as [ReturnType<typeof channel.identity>];

  it.each([
    ['member', true],
    ['client', true],
    ['peer', false],
    ['admin', false],
    ['orderer', false],
  ] as const)('of role %s', (role, isSatisfied) => {
    expect(channel.satisfiesPrincipal(identity, rolePrincipal('HospitalMSP', role))).toBe(isSatisfied);
    expect(channel.satisfiesPrincipal(identity, rolePrincipal('PharmacyMSP', role))).toBe(false);
  });

  it('of an organisational unit under the same authorities', () => {
    const unit = new msp.OrganizationUnit();
    unit.setMspIdentifier('HospitalMSP');
    unit.setOrganizationalUnitIdentifier('surgery');
    unit.setCertifiersIdentifier(identity.facts.certifiers);
    const test = () => channel.satisfiesPrincipal(identity, principal(1, unit.serializeBinary()));
    expect(test()).toBe(true);
    unit.setOrganizationalUnitIdentifier('ward');
    expect(test()).toBe(false);
    unit.setOrganizationalUnitIdentifier('surgery');
    unit.setCertifiersIdentifier(Buffer.from('others'));
    expect(test()).toBe(false);
  });

  it('that is one certificate', () => {
    expect(channel.satisfiesPrincipal(identity, principal(2, person.bytes))).toBe(true);
    expect(channel.satisfiesPrincipal(identity, principal(2, hospital.enrol('client').bytes))).toBe(false);
  });

  it('that is all of several', () => {
    const combined = new msp.CombinedPrincipal();
    combined.addPrincipals(rolePrincipal('HospitalMSP', 'client'));
    expect(channel.satisfiesPrincipal(identity, principal(4, combined.serializeBinary()))).toBe(true);
    combined.addPrincipals(rolePrincipal('HospitalMSP', 'peer'));
    expect(channel.satisfiesPrincipal(identity, principal(4, combined.serializeBinary()))).toBe(false);
    expect(channel.satisfiesPrincipal(identity, principal(4, new Uint8Array()))).toBe(false);
  });

  it('that names an administrator by certificate counts whatever the unit says', () => {
    const config = channel.config.clone();
    for (const part of ['Application', 'Orderer']) {
      const value = groupAt(config, part, 'HospitalMSP').getValuesMap().get('MSP')!;
      const outer = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
      const fabric = msp.FabricMSPConfig.deserializeBinary(outer.getConfig_asU8());
      fabric.setAdminsList([Buffer.from(person.certificatePem)]);
      outer.setConfig(fabric.serializeBinary());
      value.setValue(outer.serializeBinary());
    }
    const named = loadChannelConfig(channelName, config);
    expect(named.satisfiesPrincipal(identity, rolePrincipal('HospitalMSP', 'admin'))).toBe(true);
  });

  it('that cannot be read is satisfied by nobody', () => {
    expect(channel.satisfiesPrincipal(identity, principal(0, Buffer.from([0xff])))).toBe(false);
  });
});

function reserialised({ mspId, certificatePem }: SigningIdentity): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificatePem.replaceAll('\n', '\r\n')));
  return identity.serializeBinary();
}

function signedByNobody(): Uint8Array {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(new common.SignaturePolicyEnvelope());
  return policy.serializeBinary();
}
