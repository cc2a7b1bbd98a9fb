import '@rxledger/chaincode/quiet';
import { createMemoryNetwork } from '@rxledger/devnet/memory';
import { createChaincode } from '@rxledger/chaincode/chaincode';
import { load } from './load';
import { issueCommand } from './prescription';
import { figure, type Figure } from './report';

const MEMBERS = [
  { mspId: 'HospitalMSP', kind: 'hospital', displayName: 'Hospital' },
  { mspId: 'CentreMSP', kind: 'centre', displayName: 'Centre' },
] as const;

const COUNT = 3_000;

const SILENT = { debug: () => undefined, info: () => undefined, error: () => undefined } as never;

/** Contract tests in memory: the real contracts, two endorsers, private data; issues a second. */
export async function benchMemory(report: (figure: Figure) => void): Promise<void> {
  const organisations = MEMBERS.map(({ mspId }) => mspId);
  const network = await createMemoryNetwork({
    organisations,
    chaincodes: [
      {
        name: 'rx',
        chaincode: (() => createChaincode(SILENT)) as never,
        endorsementPolicy: "AND('HospitalMSP.peer','CentreMSP.peer')",
      },
    ],
  });
  const someone = (id: string, role: string) =>
    network.identity('HospitalMSP', id, { attributes: { 'rx.role': role } });
  const registrar = someone('registrar-1', 'registrar');
  const physician = someone('physician-1', 'physician');
  const submit = async (
    identity: typeof registrar,
    fn: string,
    command: string,
    transient: Record<string, string> = {},
  ) => {
    const { status } = await network.submit({
      identity,
      chaincode: 'rx',
      fn,
      args: [command],
      transient,
      endorsers: organisations,
    });
    if (status !== 'VALID') throw new Error(`${fn}: ${status}`);
  };
  await submit(registrar, 'misbc:Found', JSON.stringify({ commandId: 'found-it-1', members: MEMBERS }));
  await submit(
    registrar,
    'misbc:Register',
    JSON.stringify({ commandId: 'register-1', enrolmentId: 'physician-1', role: 'physician', scope: ['*'] }),
  );
  const issue = async (): Promise<void> => {
    const { command, transient } = issueCommand();
    await submit(physician, 'prescription:Issue', command, transient);
  };
  await load(COUNT / 3, 8, issue);
  const { perSecond } = await load(COUNT, 8, issue);
  network.close();
  report(
    figure({
      bench: 'memory',
      metric: 'contract tests, two endorsers',
      value: perSecond,
      unit: '1/s',
      goal: { atLeast: 1000 },
    }),
  );
}
