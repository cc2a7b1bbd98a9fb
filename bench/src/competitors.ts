import { createPrivateKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers, type Contract, type Signer } from '@hyperledger/fabric-gateway';
import { signMessage } from '@rxledger/gateway/dist/ledger/signer';
import type { Consortium } from './consortium';
import { httpClient, type HttpAnswer } from './http-client';
import { BODY, inThirtyDays, issueCommand } from './prescription';
import type { Sample } from './sample/start-sample';

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
  const authorization = `Bearer ${await consortium.token('hospital', 'physician-1')}`;
  const { call, close } = httpClient(`${consortium.hospital.gateway}/v1`, { authorization });
  return {
    name: 'gateway, HTTP',
    submit: async () => {
      const body = { body: BODY, validUntil: inThirtyDays() };
      return (await succeed(call('POST', '/prescriptions', { body })))['id'] as string;
    },
    evaluate: async (id) => void (await succeed(call('GET', `/prescriptions/${id}`))),
    close,
  };
}

/** Assets through a front as Fabric's samples have one. */
export function throughSample({ address, apiKey }: Sample): Competitor {
  const { call, close } = httpClient(`${address}/api`, { 'x-api-key': apiKey });
  return {
    name: "the sample's REST",
    submit: async () => {
      const ID = randomUUID();
      const body = { ID, Color: 'blue', Size: 5, Owner: 'Max', AppraisedValue: 300 };
      await succeed(call('POST', '/assets', { body }));
      return ID;
    },
    evaluate: async (id) => void (await succeed(call('GET', `/assets/${id}`))),
    close,
  };
}

/** @throws Error for any answer but success */
async function succeed(answer: Promise<HttpAnswer>): Promise<HttpAnswer['body']> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
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
    // As in the documentation's own example.
    evaluateOptions: () => ({ deadline: Date.now() + 5_000 }),
    endorseOptions: () => ({ deadline: Date.now() + 15_000 }),
    submitOptions: () => ({ deadline: Date.now() + 5_000 }),
    commitStatusOptions: () => ({ deadline: Date.now() + 60_000 }),
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
