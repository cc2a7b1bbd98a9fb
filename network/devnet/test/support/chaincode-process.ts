import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from './free-port';

/** One organisation's chaincode process. */
export interface ChaincodeProcess {
  readonly address: string;
  /** 0 while it does not run. */
  pid(): number;
  start(packageId: string, mspId: string): Promise<void>;
  stop(): Promise<void>;
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.exitCode !== null || child.signalCode ? resolve() : child.once('exit', () => resolve()),
  );

/** The test chaincode as a service at an address of its own. */
export const chaincodeProcess = async (): Promise<ChaincodeProcess> => {
  const address = `127.0.0.1:${await freePort()}`;
  let child: ChildProcess | undefined;
  return {
    address,
    pid: () => child?.pid ?? 0,
    async start(packageId, mspId) {
      const folder = join(__dirname, '..', 'asset-chaincode');
      const started = spawn(process.execPath, [join(folder, 'main.js'), packageId, address], {
        cwd: folder,
        env: { ...process.env, CORE_PEER_LOCALMSPID: mspId },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      child = started;
      await new Promise<void>((resolve, reject) => {
        started.stdout?.once('data', () => resolve());
        started.once('exit', (code) => reject(new Error(`chaincode ended with ${code}`)));
      });
      started.stdout?.resume();
      started.stderr?.resume();
    },
    async stop() {
      if (!child) return;
      child.kill('SIGKILL');
      await exited(child);
      child = undefined;
    },
  };
};
