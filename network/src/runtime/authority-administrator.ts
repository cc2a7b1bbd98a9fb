import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkDirectory } from '../directory/network-directory';
import { writePrivate } from '../identity/private-file';

/** Enrolment id of the first administrator of each certificate authority. */
const CA_ADMINISTRATOR = 'ca-admin';

/** Whom every member's CA knows from the start; the secret is the same for the life of a network. */
export const authorityAdministrator = ({
  nodes,
}: NetworkDirectory): { readonly id: string; readonly secret: string } => {
  const path = join(nodes, 'ca-admin.secret');
  if (!existsSync(path)) writePrivate(path, randomBytes(32).toString('base64url'));
  return { id: CA_ADMINISTRATOR, secret: readFileSync(path, 'utf8') };
};
