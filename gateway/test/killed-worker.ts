import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { WorkStep } from '../src/releases/work';
import type { StartWorker } from '../src/releases/worker';

const WORK = join(__dirname, '../dist/releases/work.js');

/**
 * A worker as it is, but that it dies by SIGKILL at a step.
 * @param drawings a file that gets a line for each process that comes to the drawing of noise
 */
export function killedAt(step: WorkStep | undefined, drawings: string): StartWorker {
  const program = `
    const { work } = require(${JSON.stringify(WORK)});
    process.once('message', (task) => {
      const onStep = (step) => {
        process.send({ step });
        if (step === 'drawing') require('node:fs').appendFileSync(${JSON.stringify(drawings)}, task.request.release + '\\n');
        if (step === ${JSON.stringify(step ?? '')} && task.folder !== undefined) process.kill(process.pid, 'SIGKILL');
      };
      work(task, onStep).then((done) => process.send({ done }, () => process.exit(0)), () => process.exit(1));
    });`;
  return (task, onStep) => {
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    let done: string | undefined;
    child.on('message', (told: { step?: WorkStep; done?: string }) => {
      if (told.step !== undefined) onStep(told.step);
      if (told.done !== undefined) done = told.done;
    });
    child.send(task);
    return {
      done: new Promise((resolve, reject) => {
        child.once('close', (code) => (code === 0 ? resolve(done) : reject(new Error('the worker was killed'))));
      }),
      stop: () => child.kill('SIGKILL'),
    };
  };
}
