import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { readChaincodePackage } from '../lifecycle/chaincode-package';
import { writeServicePackage } from '../lifecycle/write-package';
import type { OrganisationNode } from '../network/node';
import { RequestError } from '../request-error';
import type { Channel, Consortium } from '../services/consortium';
import type { ChaincodeProcesses } from './chaincode-processes';
import type { ChaincodeToDeploy, Deployment } from './chaincode-to-deploy';
import { define } from './define';

/** The network that chaincodes are deployed on. */
export interface DeployScope {
  readonly nodes: readonly OrganisationNode[];
  readonly consortium: Consortium;
  readonly channels: readonly string[];
  readonly processes: ChaincodeProcesses;
}

interface Package {
  readonly packageId: string;
  readonly address: string;
  readonly bytes: Buffer;
}

const freeAddress = (): Promise<string> =>
  new Promise((done, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      server.close(() => done(`127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`));
    });
  });

const channelOf = ({ channel, name }: ChaincodeToDeploy, { consortium, channels }: DeployScope): Channel => {
  if (!channel && channels.length > 1) {
    throw new RequestError('invalid', `say on which channel ${name} is to be deployed: ${channels.join(', ')}`);
  }
  const found = consortium.channel(channel ?? channels[0]!);
  if (found) return found;
  throw new RequestError('unknown', `there is no channel ${channel}; there are: ${channels.join(', ')}`);
};

const addressOf = async ({ path, address }: ChaincodeToDeploy, mspId: string): Promise<string> => {
  if ((path === undefined) === (address === undefined)) {
    throw new RequestError('invalid', "give either 'path', a folder to run, or 'address', where the chaincode listens");
  }
  if (path !== undefined) return freeAddress();
  const given = typeof address === 'string' ? address : address?.[mspId];
  if (given && /^[^:\s]+:\d+$/.test(given)) return given;
  throw new RequestError('invalid', `the address of ${mspId}'s chaincode must be host:port, not ${given ?? 'missing'}`);
};

const packageFor = (label: string, address: string): Package => {
  const bytes = writeServicePackage(label, { address, dial_timeout: '10s', tls_required: false });
  return { packageId: readChaincodePackage(bytes, {}).packageId, address, bytes };
};

const install = async ({ packages }: OrganisationNode, { packageId, bytes }: Package): Promise<void> => {
  if (!packages.find(packageId)) await packages.install(bytes);
};

/**
 * Brings a chaincode into force on a channel, or the next version of one: packages, processes, approvals of all organisations, commit.
 * @throws RequestError
 */
export const deploy = async (chaincode: ChaincodeToDeploy, scope: DeployScope): Promise<Deployment> => {
  const { consortium, processes } = scope;
  const channel = channelOf(chaincode, scope);
  const { ledger } = channel;
  const { name, path, command, policy, collections, initRequired } = chaincode;
  const sequence = (ledger.definition(name)?.sequence ?? 0) + 1;
  const version = chaincode.version ?? `${sequence}.0`;
  const members = scope.nodes.filter(({ organisation }) => ledger.config.organisations.includes(organisation.mspId));
  const packages = new Map<string, Package>();
  for (const { organisation } of members) {
    const address = await addressOf(chaincode, organisation.mspId);
    packages.set(organisation.mspId, packageFor(`${name}_${version}`, address));
  }
  if (path !== undefined) {
    const where = { channel: channel.name, name, path: resolve(path), command };
    const plans = [...packages].map(([mspId, { packageId, address }]) => ({ ...where, mspId, packageId, address }));
    await processes.run(plans);
  }
  const idsOf = (all: Iterable<Package>): string[] => [...all].map(({ packageId }) => packageId);
  try {
    for (const member of members) await install(member, packages.get(member.organisation.mspId)!);
    const definition = {
      ...{ name, version, sequence },
      ...(policy !== undefined && { policy }),
      ...(collections && { collections }),
      ...(initRequired !== undefined && { initRequired }),
    };
    const packageIds = new Map([...packages].map(([mspId, { packageId }]) => [mspId, packageId]));
    await define(definition, { channel, members, consortium }, packageIds);
  } catch (error) {
    await processes.drop(idsOf(packages.values()));
    throw error;
  }
  await processes.settle(channel.name, name, idsOf(packages.values()));
  return {
    ...{ channel: channel.name, name, version, sequence },
    packages: Object.fromEntries(
      [...packages].map(([mspId, { packageId, address }]) => [mspId, { packageId, address }]),
    ),
  };
};
