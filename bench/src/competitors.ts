import { randomUUID } from 'node:crypto';
import type { BareSdk } from './bare-sdk';
import type { Consortium } from './consortium';
import { httpClient, succeed } from './http-client';
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

/** The bare SDK. */
export function throughSdk({ name, contract, close }: BareSdk): Competitor {
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
    close,
  };
}
