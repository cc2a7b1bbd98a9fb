import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers, type Contract, type Signer } from '@hyperledger/fabric-gateway';
import { signMessage } from '@rxledger/gateway/dist/ledger/signer';
import type { Consortium } from './consortium';
import { BODY, inThirtyDays, issueCommand } from './prescription';

/** One way to the same two calls. */
export interface Competitor {
  readonly name: string;
  /** Issues one prescription and waits for its commit; answers its id. */
  submit(): Promise<string>;
  /** Reads one prescription. */
  evaluate(id: string): Promise<void>;
  close(): void;
}

/** Through the hospital's gateway, as hospital IT does it. */
export async function throughGateway(consortium: Consortium): Promise<Competitor> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const token = await consortium.token('hospital', 'physician-1');
  const call = (method: string, path: string, body?: string): Promise<{ id?: string }> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const outgoing = request(`${consortium.hospital.gateway}/v1${path}`, { agent, method, headers }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (part: string) => (text += part));
        incoming.on('end', () => {
          if ((incoming.statusCode ?? 500) < 300) resolve(JSON.parse(text) as { id?: string });
          else reject(new Error(`${method} ${path}: ${incoming.statusCode} ${text}`));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return {
    name: 'gateway, HTTP',
    submit: async () => {
      const issued = await call('POST', '/prescriptions', JSON.stringify({ body: BODY, validUntil: inThirtyDays() }));
      return issued.id!;
    },
    evaluate: async (id) => void (await call('GET', `/prescriptions/${id}`)),
    close: () => agent.destroy(),
  };
}

/** The bare SDK with its own signer, as its documentation shows it. */
export const sdkAsDocumented = (consortium: Consortium): Competitor =>
  throughSdk('SDK as documented', consortium, (pem) => ({
    signer: signers.newPrivateKeySigner(createPrivateKey(pem)),
  }));

/** The bare SDK, signing with OpenSSL as our gateway does. */
export const sdkWithFastSigner = (consortium: Consortium): Competitor =>
  throughSdk('SDK, our signer', consortium, (pem) => {
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

function throughSdk(name: string, { hospital }: Consortium, signing: (pem: string) => Signing): Competitor {
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
  });
  const contract: Contract = gateway.getNetwork('rx').getContract('rx');
  return {
    name,
    submit: async () => {
      const { id, command, transient } = issueCommand();
      await contract.submit('prescription:Issue', {
        arguments: [command],
        transientData: transient,
        endorsingOrganizations: ['HospitalMSP', 'CentreMSP'],
      });
      return id;
    },
    evaluate: async (id) => {
      JSON.parse(
        Buffer.from(await contract.evaluate('prescription:Read', { arguments: [JSON.stringify({ id })] })).toString(),
      );
    },
    close: () => {
      gateway.close();
      client.close();
    },
  };
}
