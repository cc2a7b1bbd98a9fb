import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import { writePrivate } from '../../identity/private-file';
import type { ProcessSpec } from '../../supervision/process-spec';
import type { Node } from '../node';
import { nodeFolders } from './node-folders';
import type { NodePlan } from './node-plan';

/** How a runtime starts a node's program. */
export interface NodeProcess {
  readonly command: string;
  /** Beside what the plan says. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly readyWithinMilliseconds: number;
}

/** Another configuration makes another plan, so that the node is started anew. */
const fingerprint = (files: NodePlan['files']): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex');

/** Writes what a node reads at its start, and says what is to be run. */
export const prepareNode = (
  plan: NodePlan,
  directory: NetworkDirectory,
  { command, environment, readyWithinMilliseconds }: NodeProcess,
): ProcessSpec => {
  const { configuration, data } = nodeFolders(directory, plan.node);
  const target = plan.node.kind === 'ca' ? data : configuration;
  for (const [name, content] of Object.entries(plan.files)) writePrivate(join(target, name), content);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return {
    name: plan.node.name,
    kind: 'node',
    member: plan.node.member,
    command,
    arguments: plan.arguments,
    folder: plan.folder,
    environment: { ...plan.environment, ...environment, CONFIGURATION_FINGERPRINT: fingerprint(plan.files) },
    readiness: plan.readiness,
    readyWithinMilliseconds,
    ...(plan.progress && { progress: plan.progress }),
  };
};

/** PEM; the certificate that a CA made for itself, undefined before it did. */
export const authorityCertificate = (directory: NetworkDirectory, node: Node): string | undefined => {
  const path = join(nodeFolders(directory, node).data, 'ca-cert.pem');
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};
