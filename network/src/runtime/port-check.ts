import { createServer } from 'node:net';
import { OperatorError } from '../operator-error';
import type { ProcessKind } from '../supervision/process-spec';
import type { Consortium, Member, PortName } from '../topology/consortium';

/** A port that a network is about to take, and its place in the consortium file. */
export interface PortClaim {
  readonly port: number;
  readonly place: string;
  /** Of the process that will listen there. */
  readonly kind: ProcessKind;
  readonly member?: string;
}

/** Every port that a network listens on, given those that the runtime's nodes use. */
export const portClaims = (
  consortium: Consortium,
  nodePorts: (member: Member) => readonly PortName[],
): readonly PortClaim[] => {
  const others: readonly PortName[] = ['chaincode', ...(consortium.gateway ? (['gateway'] as const) : [])];
  const members = consortium.members.flatMap((member) =>
    [...nodePorts(member), ...others].map((name) => ({
      port: member.ports[name],
      place: `ports.${member.name}.${name}`,
      kind: name === 'chaincode' || name === 'gateway' ? name : ('node' as const),
      member: member.name,
    })),
  );
  const { issuer } = consortium;
  return [...members, ...(issuer ? [{ port: issuer.port, place: 'issuer.port', kind: 'issuer' as const }] : [])];
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => done(true)));
  });

/** Those that somebody else listens on. */
export const takenPorts = async (claims: readonly PortClaim[]): Promise<readonly PortClaim[]> => {
  const free = await Promise.all(claims.map(({ port }) => isFree(port)));
  return claims.filter((_, index) => !free[index]);
};

/** @throws OperatorError naming every taken port and where it stands in the file */
export const refuseTaken = (taken: readonly PortClaim[], file: string): void => {
  if (taken.length === 0) return;
  const list = taken.map(({ port, place }) => `${port} (${place} in ${file})`).join(', ');
  throw new OperatorError(
    'port-taken',
    `${taken.length === 1 ? 'a port is' : 'ports are'} taken by another program: ${list}`,
    'End that program (`ss -ltnp` names it), change the file, or use `rxnet up --port-offset 1000`.',
  );
};
