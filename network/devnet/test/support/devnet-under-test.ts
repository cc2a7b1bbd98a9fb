import { type Devnet, type DevnetOrganisation, startDevnet } from '../../src';
import type { Abilities, MemberUnderTest, NetworkUnderTest } from '../conformance/network-under-test';
import { channel, organisations } from '../conformance/members';

const registrar = { id: 'ca-admin', secret: 'ca-admin-secret' } as const;

/** Everything that the suite asks of whoever runs a network. */
export const devnetAbilities: Abilities = { stopMember: true, hearWholeBlocks: true };

const nodes = (organisations: readonly DevnetOrganisation[], kind: 'peer' | 'orderer') =>
  Object.fromEntries(
    organisations.map((each) => [
      each.name,
      { url: `grpcs://${each[kind].endpoint}`, tlsCACerts: { pem: each[kind].tlsCaCertificate! } },
    ]),
  );

const memberUnderTest = (organisations: readonly DevnetOrganisation[], own: DevnetOrganisation): MemberUnderTest => {
  const { name, mspId, ca } = own;
  const administrator = own.issueIdentity('orgadmin', 'admin');
  return {
    mspId,
    profile: {
      organizations: { [mspId]: { mspid: mspId, peers: [name], certificateAuthorities: [name] } },
      peers: nodes(organisations, 'peer'),
      orderers: nodes(organisations, 'orderer'),
      certificateAuthorities: { [name]: { url: ca.url, caName: ca.name, tlsCACerts: { pem: ca.tlsCaCertificate } } },
    },
    registrar,
    administrator: { certificate: administrator.certificatePem, privateKey: administrator.privateKeyPem },
  };
};

const started = (devnet: Devnet): NetworkUnderTest => ({
  channel,
  members: devnet.organisations.map((each) => memberUnderTest(devnet.organisations, each)),
  driver: {
    stopMember: (mspId) => devnet.stopOrganisation(mspId),
    startMember: (mspId) => devnet.startOrganisation(mspId),
  },
  close: () => devnet.close(),
});

/** A devnet in this process, of the members whose answers were recorded. */
export const startDevnetUnderTest = async (): Promise<NetworkUnderTest> =>
  started(
    await startDevnet({
      organisations: organisations.map((each) => ({
        ...each,
        ca: { adminUser: registrar.id, adminSecret: registrar.secret },
      })),
      channels: [{ name: channel }],
    }),
  );
