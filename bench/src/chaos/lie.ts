import { join } from 'node:path';
import { Outsider } from '@rxledger/gateway/dist/demo/outsider';
import { chaincodeProcess } from '@rxledger/network/dist/artifacts/service-plan';
import { packChaincode } from '@rxledger/network/dist/lifecycle/chaincode-package';
import { CONNECTION_TEMPLATE } from '@rxledger/network/dist/lifecycle/connection-template';
import { openSession } from '@rxledger/network/dist/operation/session';
import { supervisedHost } from '@rxledger/network/dist/runtime/supervised-host';
import { findSupervisor } from '@rxledger/network/dist/supervision/find-supervisor';
import type { Consortium } from '../consortium';
import { issueCommand } from '../prescription';
import type { Fault } from './faults';

const LIAR = 'hospital';
const TRIES = 5;

/**
 * The hospital's chaincode lies, and its own physician sends what it endorsed to be ordered, past every gateway. While it
 * lasts, the load goes on, and what the hospital must endorse honestly cannot.
 */
export const lie = (
  consortium: Consortium,
  { orderer, tell }: { readonly orderer?: Fault; readonly tell: (attempts: readonly string[]) => void },
): Fault => ({
  name: `chaincode.${LIAR} lies${orderer === undefined ? '' : `, ${orderer.name}`}`,
  isHeld: true,
  async strike() {
    const { honest, liar } = plans(consortium);
    const found = findSupervisor(consortium.directory);
    if (found.state !== 'running') throw new Error('the supervisor is not running');
    const host = supervisedHost(found.control);
    const undo = await orderer?.strike();
    // Under the same name and with another plan: the supervisor ends the one and starts the other.
    await host.run([liar]);
    const alone = await attempts(consortium, ['HospitalMSP']);
    const together = await attempts(consortium, ['HospitalMSP', 'CentreMSP']);
    tell([...alone, ...together]);
    return async () => {
      await undo?.();
      await host.run([honest]);
      return `endorsed by the liar alone: ${told(alone)}; with an honest organisation: ${told(together)}`;
    };
  },
});

function plans({ directory }: Consortium) {
  const session = openSession({ directory });
  const { chaincode, members } = session.consortium;
  const member = members.find(({ name }) => name === LIAR)!;
  const { packageId } = packChaincode(`${chaincode.name}_${chaincode.version}`, CONNECTION_TEMPLATE);
  const honest = chaincodeProcess(session.consortium, member, session.directory, packageId);
  return { honest, liar: { ...honest, arguments: [join(__dirname, 'liar-main.js')], folder: __dirname } };
}

/** What became of forged prescriptions that these endorse. */
async function attempts({ network }: Consortium, endorsers: readonly string[]): Promise<readonly string[]> {
  const outsider = new Outsider(network);
  const at = outsider.member(LIAR);
  const identity = outsider.identityOf(at, 'physician-1');
  const outcomes: string[] = [];
  for (let i = 0; i < TRIES; i += 1) {
    const { command, transient } = issueCommand();
    const transaction = 'prescription:Issue';
    outcomes.push(
      await outsider.submit({
        ...{ at, identity, transaction, transient, endorsers, command: JSON.parse(command) as object },
      }),
    );
  }
  return outcomes;
}

function told(outcomes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} × ${outcome}`).join(', ');
}
