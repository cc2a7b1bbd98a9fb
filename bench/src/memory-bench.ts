import '@rxledger/chaincode/quiet';
import { createChaincode } from '@rxledger/chaincode/chaincode';
import { createMemoryNetwork } from '@rxledger/devnet/memory';
import { load } from './load';
import { issueCommand } from './prescription';
import { figure, type Figure } from './report';

const MEMBERS = [
  { mspId: 'HospitalMSP', kind: 'hospital', displayName: 'Hospital' },
  { mspId: 'CentreMSP', kind: 'centre', displayName: 'Centre' },
] as const;

const COUNT = 3_000;
const BOTH = "AND('HospitalMSP.peer','CentreMSP.peer')";
const SILENT = { debug: () => undefined, info: () => undefined, error: () => undefined } as never;

/** A contract of one line, to tell what the network itself costs. */
const putOneKey = () => ({
  Init: async () => ({ status: 200 }),
  Invoke: async (stub: { getArgs(): string[]; putState(key: string, value: Uint8Array): Promise<void> }) => {
    await stub.putState(stub.getArgs()[1]!, Buffer.from('1'));
    return { status: 200, payload: Buffer.from('done') };
  },
});

/** Contract tests in memory, two endorsers each: a contract of one line, and the real ones with their private data. */
export async function benchMemory(report: (figure: Figure) => void): Promise<void> {
  const endorsers = MEMBERS.map(({ mspId }) => mspId);
  const network = await createMemoryNetwork({
    organisations: endorsers,
    chaincodes: [
      { name: 'one', chaincode: putOneKey as never, endorsementPolicy: BOTH },
      { name: 'rx', chaincode: (() => createChaincode(SILENT)) as never, endorsementPolicy: BOTH },
    ],
  });
  const someone = (id: string, role: string) =>
    network.identity('HospitalMSP', id, { attributes: { 'rx.role': role } });
  const registrar = someone('registrar-1', 'registrar');
  const physician = someone('physician-1', 'physician');
  const submit = async (call: Omit<Parameters<typeof network.submit>[0], 'endorsers'>): Promise<void> => {
    const { status } = await network.submit({ ...call, endorsers });
    if (status !== 'VALID') throw new Error(`${call.fn}: ${status}`);
  };
  const command = (fn: string, input: object) =>
    submit({ identity: registrar, chaincode: 'rx', fn, args: [JSON.stringify(input)] });
  await command('misbc:Found', { commandId: 'found-it-1', members: MEMBERS });
  const register = { commandId: 'register-1', enrolmentId: 'physician-1', role: 'physician', scope: ['*'] };
  await command('misbc:Register', register);

  const put = (index: number) => submit({ identity: physician, chaincode: 'one', fn: 'put', args: [`key${index}`] });
  const issue = (): Promise<void> => {
    const { command: input, transient } = issueCommand();
    return submit({ identity: physician, chaincode: 'rx', fn: 'prescription:Issue', args: [input], transient });
  };
  const rate = async (call: (index: number) => Promise<void>): Promise<number> => {
    await load(COUNT / 3, 8, call);
    return (await load(COUNT, 8, call)).perSecond;
  };
  const goal = { atLeast: 1000 };
  report(figure({ bench: 'memory', metric: 'a contract of one line', value: await rate(put), unit: '1/s', goal }));
  report(figure({ bench: 'memory', metric: 'prescription:Issue', value: await rate(issue), unit: '1/s', goal }));
  network.close();
}
