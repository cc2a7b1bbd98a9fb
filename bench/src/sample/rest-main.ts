import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  DefaultEventHandlerStrategies,
  DefaultQueryHandlerStrategies,
  Gateway,
  Wallets,
  type Contract,
} from 'fabric-network';
import { JobQueue } from './job-queue';

/** What the front is started with, as JSON in its first argument. */
export interface RestSettings {
  readonly port: number;
  readonly profile: string;
  readonly wallet: string;
  readonly identity: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly apiKey: string;
  /** Jobs that run at a time. */
  readonly concurrency: number;
}

const FIELDS = { ID: 'string', Color: 'string', Size: 'number', Owner: 'string', AppraisedValue: 'number' } as const;

/**
 * A front as the sample's: `fabric-network` with discovery, a job for each submit, an answer once it is committed. What
 * the sample has beyond (a queue in Redis, an answer before the commit and a second request for the outcome, helmet, request logs) is left
 * out, which can only make this one faster.
 */
async function serve(settings: RestSettings): Promise<void> {
  const contract = await connect(settings);
  const jobs = new JobQueue(settings.concurrency);
  const create = (asset: Record<string, unknown>): Promise<unknown> => {
    const transaction = contract.createTransaction('CreateAsset');
    // The sample keeps it with the job, to send the same transaction again after a restart.
    transaction.serialize();
    return jobs.add(() => transaction.submit(...Object.keys(FIELDS).map((field) => String(asset[field]))));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers['x-api-key'] !== settings.apiKey) return send(response, 401, { status: 'Unauthorized' });
    if (request.method === 'POST' && request.url === '/api/assets') {
      const asset = JSON.parse(await textOf(request)) as Record<string, unknown>;
      const wrong = Object.entries(FIELDS).filter(([field, type]) => typeof asset[field] !== type);
      if (wrong.length > 0) return send(response, 400, { errors: wrong.map(([field]) => field) });
      await create(asset);
      return send(response, 202, { status: 'Accepted', timestamp: new Date().toISOString() });
    }
    const id = /^\/api\/assets\/([^/]+)$/.exec(request.url ?? '')?.[1];
    if (request.method !== 'GET' || id === undefined) return send(response, 404, { status: 'Not Found' });
    const asset = await contract.evaluateTransaction('ReadAsset', decodeURIComponent(id));
    return send(response, 200, JSON.parse(asset.toString()) as object);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { status: String(error) }));
  });
  server.listen(settings.port, '127.0.0.1', () => process.stdout.write('ready\n'));
}

async function connect({ profile, wallet, identity, channel, chaincode }: RestSettings): Promise<Contract> {
  const gateway = new Gateway();
  await gateway.connect(JSON.parse(readFileSync(profile, 'utf8')) as Record<string, unknown>, {
    wallet: await Wallets.newFileSystemWallet(wallet),
    identity,
    discovery: { enabled: true, asLocalhost: true },
    eventHandlerOptions: {
      commitTimeout: 300,
      endorseTimeout: 30,
      strategy: DefaultEventHandlerStrategies.PREFER_MSPID_SCOPE_ANYFORTX,
    },
    queryHandlerOptions: { timeout: 3, strategy: DefaultQueryHandlerStrategies.PREFER_MSPID_SCOPE_ROUND_ROBIN },
  });
  return (await gateway.getNetwork(channel)).getContract(chaincode);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

void serve(JSON.parse(process.argv[2]!) as RestSettings);
