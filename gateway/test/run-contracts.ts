import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const CONTRACTS = join(__dirname, '../../chaincode/dist/main.js');

/** Runs the built contracts of this repository, or another program in their place, as a chaincode service that answers. */
export async function runContracts(packageId: string, address: string, program = CONTRACTS): Promise<ChildProcess> {
  if (!existsSync(program)) throw new Error('build the chaincode first: npx tsc --build');
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, CHAINCODE_ID: packageId, CHAINCODE_SERVER_ADDRESS: address },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.stderr.once('data', resolve);
    child.once('exit', (code) => {
      reject(new Error(`the chaincode ended with ${code}`));
    });
  });
  child.stdout.resume();
  child.stderr.resume();
  return child;
}
