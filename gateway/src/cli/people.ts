import { mkdir } from 'node:fs/promises';
import { ROLES, type Role } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import { readConfig } from '../config';
import { readSecret } from '../identity/atomic-file';
import { createEnrolment } from '../identity/create-enrolment';
import type { EnrolledPerson, Enrolment } from '../identity/enrolment';
import { IdentityStore } from '../identity/identity-store';
import { exportToWallet, importWallet } from '../identity/wallet-format';
import { readConnectionProfile } from '../ledger/connection-profile';
import { silentLog } from '../log';

interface Opened {
  readonly store: IdentityStore;
  readonly enrolment: Enrolment;
}

async function open(configFile: string): Promise<Opened> {
  const { organisation, identities, ledger, ca } = readConfig(configFile);
  const password = await readSecret(identities.passwordFile);
  const store = await IdentityStore.open(identities.directory, organisation.mspId, password);
  const profile = readConnectionProfile(ledger.connectionProfile);
  return { store, enrolment: createEnrolment(ca, profile, store, silentLog) };
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const row = ({ enrolmentId, role, validUntil }: EnrolledPerson): string =>
  `${enrolmentId.padEnd(24)} ${(role ?? '-').padEnd(12)} until ${new Date(validUntil).toISOString().slice(0, 10)}`;

/** A command on the people of one gateway's store. */
const command = (name: string, description: string): Command =>
  new Command(name).description(description).requiredOption('--config <file>', 'configuration of the gateway');

const add = (): Command =>
  command('add', 'register and enrol a person at the organisation’s authority')
    .argument('<id>', 'opaque enrolment id')
    .addOption(new Option('--role <role>').choices(ROLES).makeOptionMandatory())
    .action(async (id: string, { config, role }: { config: string; role: Role }) => {
      say(row(await (await open(config)).enrolment.enrol(id, role)));
    });

const list = (): Command =>
  command('list', 'list the people this gateway can sign for')
    .option('--json', 'as JSON')
    .action(async ({ config, json }: { config: string; json?: boolean }) => {
      const people = await (await open(config)).enrolment.list();
      say(json === true ? JSON.stringify(people) : people.map(row).join('\n'));
    });

const revoke = (): Command =>
  command('revoke', 'revoke a person’s certificates and forget the key')
    .argument('<id>', 'enrolment id')
    .action(async (id: string, { config }: { config: string }) => {
      await (await open(config)).enrolment.revoke(id);
      say(`${id} revoked; the channel learns of it with the next revocation list`);
    });

const importPeople = (): Command =>
  command('import', 'import the identities of a fabric-network wallet')
    .argument('<wallet>', 'folder with <label>.id files')
    .action(async (wallet: string, { config }: { config: string }) => {
      const { imported, skipped } = await importWallet((await open(config)).store, wallet);
      for (const label of imported) say(`${label} imported`);
      for (const { label, reason } of skipped) say(`${label} left out: ${reason}`);
    });

const exportPeople = (): Command =>
  command('export', 'write an identity, in the clear, as a fabric-network wallet keeps it')
    .argument('<id>', 'enrolment id')
    .argument('<wallet>', 'folder')
    .action(async (id: string, wallet: string, { config }: { config: string }) => {
      const { store } = await open(config);
      await mkdir(wallet, { recursive: true, mode: 0o700 });
      say(`${await exportToWallet(store, id, wallet)} (holds the private key in the clear)`);
    });

/** `rx people`: the identities in a gateway's store. A running gateway reads changes on SIGHUP. */
export const peopleCommand = (): Command =>
  new Command('people')
    .description('people this gateway signs for')
    .addCommand(add())
    .addCommand(list())
    .addCommand(revoke())
    .addCommand(importPeople())
    .addCommand(exportPeople());
