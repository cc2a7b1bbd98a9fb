import * as grpc from '@grpc/grpc-js';
import { type common, orderer } from '@hyperledger/fabric-protos';
import type { DevnetEndpoint } from '../../src';

const WITHIN_MILLISECONDS = 30_000;

/** Sends an envelope to an orderer. @returns its answer, a refusal too */
export const broadcast = (
  { endpoint, tlsCaCertificate }: DevnetEndpoint,
  envelope: common.Envelope,
): Promise<orderer.BroadcastResponse> =>
  new Promise((resolve, reject) => {
    const credentials = tlsCaCertificate
      ? grpc.credentials.createSsl(Buffer.from(tlsCaCertificate))
      : grpc.credentials.createInsecure();
    const client = new orderer.AtomicBroadcastClient(endpoint, credentials);
    const stream = client.broadcast({ deadline: Date.now() + WITHIN_MILLISECONDS });
    stream.on('data', (answer: orderer.BroadcastResponse) => {
      resolve(answer);
      stream.end();
    });
    stream.on('error', reject);
    stream.on('end', () => client.close());
    stream.write(envelope);
  });
