import { createPrivateKey, type KeyObject } from 'node:crypto';
import * as grpc from '@grpc/grpc-js';
import { connect, type Gateway, hash, type Identity, type Signer, signers } from '@hyperledger/fabric-gateway';
import type { DevnetOrganisation } from '../../src';
import type { NodeRole } from '../../src/identity/identity';

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

/** Somebody new of an organisation. */
export const memberNamed = (organisation: DevnetOrganisation, name: string, role: NodeRole = 'client'): Member => {
  const { certificatePem, privateKeyPem } = organisation.issueIdentity(name, role);
  return memberOf(organisation.mspId, certificatePem, privateKeyPem);
};

/** A connection to an organisation's peer. */
export const dial = ({ peer }: Pick<DevnetOrganisation, 'peer'>, options: grpc.ClientOptions = {}): grpc.Client => {
  const credentials = peer.tlsCaCertificate
    ? grpc.credentials.createSsl(Buffer.from(peer.tlsCaCertificate))
    : grpc.credentials.createInsecure();
  return new grpc.Client(peer.endpoint, credentials, { ...messageLimits, ...options });
};

/** A gateway client for a member, on a connection of any organisation's peer. */
export const gatewayFor = (client: grpc.Client, { identity, signer }: Member): Gateway =>
  connect({ client, identity, signer, hash: hash.sha256 });
