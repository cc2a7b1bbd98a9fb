import { createPrivateKey, type KeyObject } from 'node:crypto';
import * as grpc from '@grpc/grpc-js';
import { connect, type Gateway, hash, type Identity, type Signer, signers } from '@hyperledger/fabric-gateway';
import FabricCAServices from 'fabric-ca-client';
import { User } from 'fabric-common';
import type { DevnetOrganisation } from '../../src';

/** Somebody with a certificate of an organisation's CA. */
export interface Member {
  readonly mspId: string;
  readonly certificate: string;
  readonly privateKeyPem: string;
  readonly identity: Identity;
  readonly signer: Signer;
}

const messageLimits = {
  'grpc.max_receive_message_length': 100 * 1024 * 1024,
  'grpc.max_send_message_length': 100 * 1024 * 1024,
};

export const memberOf = (mspId: string, certificate: string, privateKeyPem: string): Member => {
  const key: KeyObject = createPrivateKey(privateKeyPem);
  return {
    mspId,
    certificate,
    privateKeyPem,
    identity: { mspId, credentials: Buffer.from(certificate) },
    signer: signers.newPrivateKeySigner(key),
  };
};

const caOf = ({ ca }: DevnetOrganisation): FabricCAServices =>
  new FabricCAServices(ca.url, { trustedRoots: Buffer.from(ca.tlsCaCertificate), verify: true }, ca.name);

const enrol = async (organisation: DevnetOrganisation, enrollmentID: string, enrollmentSecret: string) => {
  const { certificate, key } = await caOf(organisation).enroll({ enrollmentID, enrollmentSecret });
  return memberOf(organisation.mspId, certificate, key.toBytes());
};

/** Registers and enrols somebody with the organisation's CA, as any application does. */
export const enrolMember = async (
  organisation: DevnetOrganisation,
  id: string,
  type: 'client' | 'admin' = 'client',
): Promise<Member> => {
  const registrar = await enrol(organisation, 'admin', 'adminpw');
  const user = new User('admin');
  const suite = User.newCryptoSuite();
  user.setCryptoSuite(suite);
  const key = suite.createKeyFromRaw(registrar.privateKeyPem);
  await user.setEnrollment(key, registrar.certificate, organisation.mspId);
  const secret = await caOf(organisation).register(
    { enrollmentID: id, role: type, affiliation: '', maxEnrollments: -1 },
    user,
  );
  return enrol(organisation, id, secret);
};

/** A connection to an organisation's peer. */
export const dial = ({ peer }: DevnetOrganisation): grpc.Client => {
  const credentials = peer.tlsCaCertificate
    ? grpc.credentials.createSsl(Buffer.from(peer.tlsCaCertificate))
    : grpc.credentials.createInsecure();
  return new grpc.Client(peer.endpoint, credentials, messageLimits);
};

/** A gateway client for a member, on a connection of any organisation's peer. */
export const gatewayFor = (client: grpc.Client, { identity, signer }: Member): Gateway =>
  connect({ client, identity, signer, hash: hash.sha256 });
