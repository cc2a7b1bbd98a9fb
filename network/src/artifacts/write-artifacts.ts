import { existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import type { NetworkDirectory } from '../directory/network-directory';
import { writePrivate } from '../identity/private-file';
import type { MemberAccess } from '../runtime/runtime';
import { ON_THIS_MACHINE, seenFrom, type ServiceLayout } from '../runtime/service-layout';
import type { Consortium } from '../topology/consortium';
import { connectionProfile } from './connection-profile';
import { environmentFile } from './environment-file';
import { gatewayConfiguration } from './gateway-configuration';
import { issuerConfiguration } from './issuer-configuration';
import { servicePlan } from './service-plan';

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Writes everything that clients and services read. Passwords that exist stay as they are. */
export const writeArtifacts = (
  consortium: Consortium,
  members: readonly MemberAccess[],
  directory: NetworkDirectory,
  layout: ServiceLayout = ON_THIS_MACHINE,
): void => {
  for (const member of consortium.members) {
    const files = directory.member(member.name);
    const access = members.find(({ name }) => name === member.name)!;
    writePrivate(files.connectionProfile, json(connectionProfile(consortium, members, access)));
    if (consortium.gateway) {
      const profile = connectionProfile(
        consortium,
        members.map((each) => seenFrom(layout, each)),
        seenFrom(layout, access),
      );
      writePrivate(files.gateway.connectionProfile, json(profile));
      writePrivate(files.gateway.configuration, json(gatewayConfiguration(consortium, member, directory, layout)));
      if (!existsSync(files.gateway.password)) {
        writePrivate(files.gateway.password, `${randomBytes(32).toString('base64url')}\n`);
      }
    }
  }
  if (consortium.issuer) {
    writePrivate(
      directory.issuer.configuration,
      json(issuerConfiguration(consortium, consortium.issuer, directory, layout)),
    );
  }
  writePrivate(directory.servicePlan, json(servicePlan(consortium, directory)));
  writePrivate(directory.environment, environmentFile(consortium, directory));
};
