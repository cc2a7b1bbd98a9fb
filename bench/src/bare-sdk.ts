import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers, type Contract, type Signer } from '@hyperledger/fabric-gateway';
import { signMessage } from '@rxledger/gateway/dist/ledger/signer';
import type { Consortium } from './consortium';

/** `@hyperledger/fabric-gateway` by itself, signing as the hospital's physician. */
export interface BareSdk {
  readonly name: string;
  readonly contract: Contract;
  close(): void;
}

/** With its own signer, as its documentation shows it. */
export const sdkAsDocumented = (consortium: Consortium): BareSdk =>
  connectSdk('SDK as documented', consortium, (pem) => ({
    signer: signers.newPrivateKeySigner(createPrivateKey(pem)),
  }));

/** Signing with OpenSSL, as our gateway does. */
export const sdkWithFastSigner = (consortium: Consortium): BareSdk =>
  connectSdk('SDK, our signer', consortium, (pem) => {
    const key = createPrivateKey(pem);
    return {
      hash: hash.none,
      signer: async (message) => signMessage(key, message),
    };
  });

interface Signing {
  readonly signer: Signer;
  readonly hash?: typeof hash.none;
}

function connectSdk(name: string, { hospital }: Consortium, signing: (pem: string) => Signing): BareSdk {
  const profile = JSON.parse(readFileSync(hospital.profile, 'utf8')) as {
    peers: Record<string, { url: string; tlsCACerts: { pem: string } }>;
  };
  const peer = Object.values(profile.peers)[0]!;
  const { credentials, mspId } = JSON.parse(readFileSync(join(hospital.wallet, 'physician-1.id'), 'utf8')) as {
    credentials: { certificate: string; privateKey: string };
    mspId: string;
  };
  const client = new grpc.Client(
    peer.url.replace('grpcs://', ''),
    grpc.credentials.createSsl(Buffer.from(peer.tlsCACerts.pem)),
  );
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(credentials.certificate) },
    ...signing(credentials.privateKey),
    // As in the documentation's own example.
    evaluateOptions: () => ({ deadline: Date.now() + 5_000 }),
    endorseOptions: () => ({ deadline: Date.now() + 15_000 }),
    submitOptions: () => ({ deadline: Date.now() + 5_000 }),
    commitStatusOptions: () => ({ deadline: Date.now() + 60_000 }),
  });
  return {
    name,
    contract: gateway.getNetwork('rx').getContract('rx'),
    close: () => {
      gateway.close();
      client.close();
    },
  };
}
