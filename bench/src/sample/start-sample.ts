import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { signerOf } from '@rxledger/network/dist/fabric/signer';
import { ADMIN_LABEL } from '@rxledger/network/dist/identity/enrol-member';
import { packChaincode } from '@rxledger/network/dist/lifecycle/chaincode-package';
import { endorsementPolicy } from '@rxledger/network/dist/lifecycle/endorsement-policy';
import { MemberLifecycle } from '@rxledger/network/dist/lifecycle/member-lifecycle';
import { isListening } from '@rxledger/network/dist/supervision/readiness';
import { NetworkDirectory } from '@rxledger/network';
import type { Consortium, ConsortiumMember } from '../consortium';
import type { RestSettings } from './rest-main';

/** The sample's contract on our network, and its front: where it answers and what it wants to hear. */
export interface Sample {
  readonly address: string;
  readonly apiKey: string;
  stop(): Promise<void>;
}

const NAME = 'assets';
/** The members that endorse prescriptions endorse assets too: two processes, two signatures a transaction. */
const ENDORSERS = ['hospital', 'centre'];

/**
 * Deploys the asset contract as a second chaincode of the network, as the samples do: a process an endorser, without TLS between
 * peer and chaincode, agreed on by all members. Then starts the front at the hospital.
 */
export async function startSample(consortium: Consortium, firstPort: number): Promise<Sample> {
  const processes: ChildProcess[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(processes.map(end)));
  const members = consortium.members.map((member) => ({ ...member, lifecycle: lifecycleOf(consortium, member) }));
  const endorsers = members.filter(({ name }) => ENDORSERS.includes(name));
  const policy = endorsementPolicy(
    endorsers.map(({ mspId }) => mspId),
    endorsers.length,
  );
  const definition = { name: NAME, version: '1', sequence: 1, policy };
  try {
    const packages = new Map<string, string>();
    for (const [index, { name, lifecycle }] of endorsers.entries()) {
      const address = `127.0.0.1:${firstPort + index}`;
      const id = await lifecycle.install(packChaincode(`${NAME}_${name}`, connectionTo(address)));
      packages.set(name, id);
      processes.push(await startProcess('chaincode-main.js', [id, address], firstPort + index));
    }
    for (const { name, lifecycle } of members) await lifecycle.approve(definition, packages.get(name) ?? '');
    await members[0]!.lifecycle.commit(
      definition,
      members.map(({ mspId }) => mspId),
    );
    const port = firstPort + endorsers.length;
    const apiKey = randomUUID();
    const { profile, wallet } = consortium.hospital;
    const settings: RestSettings = {
      ...{ port, profile, wallet, apiKey, channel: 'rx', chaincode: NAME, identity: 'physician-1', concurrency: 64 },
    };
    processes.push(await startProcess('rest-main.js', [JSON.stringify(settings)], port));
    return { address: `http://127.0.0.1:${port}`, apiKey, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const { lifecycle } of members) lifecycle.close();
  }
}

function lifecycleOf({ directory }: Consortium, { name, peer }: ConsortiumMember): MemberLifecycle {
  const administrator = new NetworkDirectory(directory).wallets(name).administration.get(ADMIN_LABEL)!;
  return new MemberLifecycle(peer, signerOf(administrator), 'rx');
}

const connectionTo = (address: string) => ({
  ...{ address, dial_timeout: '10s', tls_required: false, client_auth_required: false },
  ...{ client_key: '', client_cert: '', root_cert: '' },
});

const WITHIN_MILLISECONDS = 30_000;

async function startProcess(program: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(__dirname, program), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const deadline = Date.now() + WITHIN_MILLISECONDS;
  while (!(await isListening(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${program} did not start at port ${port}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return child;
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
