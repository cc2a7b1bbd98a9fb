import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { enterPeople } from '../demo/enter-people';
import { openTestNetwork, type TestNetwork } from '../demo/test-network';

/** One person of each member, whose tokens are the first that somebody wants to try. */
const GUESTS: readonly { readonly member: string; readonly person: string; readonly variable: string }[] = [
  { member: 'hospital', person: 'physician-1', variable: 'PHYSICIAN' },
  { member: 'centre', person: 'reviewer-1', variable: 'REVIEWER' },
  { member: 'pharmacy', person: 'dispenser-1', variable: 'DISPENSER' },
  { member: 'third-party', person: 'payer-1', variable: 'PAYER' },
];

/** `rx welcome`: enters the people of a test network into the registry and shows the first calls to try. */
export const welcomeCommand = (): Command =>
  new Command('welcome')
    .description('enter the people of a test network into the registry; print tokens and calls to copy and paste')
    .option('--directory <path>', 'where the network keeps its files', join(resolve(__dirname, '../../..'), '.network'))
    .option('--json', 'print one JSON object')
    .action(async ({ directory, json = false }: { directory: string; json?: boolean }) => {
      const network = openTestNetwork(directory);
      const entered = await enterPeople(network);
      const guests = await Promise.all(GUESTS.map(async (guest) => ({ ...guest, ...(await ready(network, guest)) })));
      process.stdout.write(`${json ? JSON.stringify({ entered, guests }) : welcome(guests)}\n`);
    });

type Guest = (typeof GUESTS)[number] & { readonly gateway: string; readonly token: string };

async function ready(network: TestNetwork, { member, person }: (typeof GUESTS)[number]) {
  const found = network.members.find(({ name }) => name === member);
  if (found === undefined) throw new Error(`the network has no member ${member}`);
  return { gateway: found.gateway, token: await network.token(found.mspId, person) };
}

function welcome(guests: readonly Guest[]): string {
  const [hospital, centre] = [guests[0]!, guests[1]!];
  const body = JSON.stringify({
    validUntil: Date.now() + 30 * 24 * 60 * 60 * 1000,
    body: {
      patient: 'HospitalMSP:patient-1',
      lines: [
        {
          line: 1,
          drug: { atc: 'J01CA04', name: 'Amoxicillin 500 mg' },
          quantity: 21,
          unit: 'capsule',
          dosage: '1 capsule 3 times a day for 7 days',
          isSubstitutionAllowed: true,
          isControlled: false,
        },
      ],
    },
  });
  return [
    '',
    'Tokens of the test issuer, good for an hour (more: rx token --organisation pharmacy --person dispenser-2):',
    '',
    ...guests.map(({ variable, token }) => `export ${variable}=${token}`),
    '',
    'Issue a prescription as the physician:',
    '',
    `curl -s ${hospital.gateway}/v1/prescriptions -H "Authorization: Bearer $PHYSICIAN" \\`,
    `  -H 'Content-Type: application/json' -d '${body}'`,
    '',
    "See it in the centre's queue as the reviewer, and claim it:",
    '',
    `curl -s ${centre.gateway}/v1/review/queue -H "Authorization: Bearer $REVIEWER"`,
    `curl -s -X POST ${centre.gateway}/v1/prescriptions/ID/review/claim -H "Authorization: Bearer $REVIEWER"`,
    '',
    'Every route, with a form to try it:',
    ...guests.map(({ member, gateway }) => `  ${member.padEnd(12)} ${gateway}/docs`),
    '',
    'Look: make status, make logs. End: make down.',
  ].join('\n');
}
