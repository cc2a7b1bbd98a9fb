import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkAgreement } from './agreement';
import type { Consortium, Member, OrderingProfile, PortName, ServiceProgram } from './consortium';
import { placeDockerPlan } from './docker-plan';
import { type ConsortiumFile, readShape } from './shape';
import { ConsortiumFileError, Source } from './source';

/** How the file is applied on this machine. */
export interface ReadOptions {
  /** Added to every port of the file, so that several networks of one file can run side by side. */
  readonly portOffset?: number;
  /** Instead of the file's ordering profile. */
  readonly profile?: OrderingProfile | undefined;
  /** Instead of the file's adapter of the gateways. */
  readonly adapter?: string | undefined;
}

/**
 * Reads and checks a consortium file.
 * @throws ConsortiumFileError with every fault, its line and its remedy
 */
export const readConsortium = (file: string, options: ReadOptions = {}): Consortium => {
  const path = resolve(file);
  return parseConsortium(path, readText(path), options);
};

/** Likewise for text that stands, or would stand, at `file`: relative folders count from there. */
export const parseConsortium = (file: string, content: string, options: ReadOptions = {}): Consortium => {
  const source = new Source(file, content);
  source.settle();
  const written = readShape(source.value, [], source);
  source.settle();
  const read = options.profile ? { ...written, ordering: { ...written.ordering, profile: options.profile } } : written;
  checkAgreement(read, source);
  checkOffset(read, options.portOffset ?? 0, source);
  source.settle();
  return assemble(file, read, options);
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
    const remedy = 'Name the consortium file with --config';
    throw new ConsortiumFileError(path, [{ line: 1, path: 'file', reason, remedy }]);
  }
};

const checkOffset = (read: ConsortiumFile, offset: number, source: Source): void => {
  for (const [name, ports] of Object.entries(read.ports)) {
    const isOut = Object.values(ports).some((port) => port + offset < 1024 || port + offset > 65535);
    if (isOut)
      source.fault(['ports', name], `with ${offset} added a port is out of range`, 'Use a smaller --port-offset');
  }
};

const assemble = (file: string, read: ConsortiumFile, { portOffset: offset = 0, adapter }: ReadOptions): Consortium => {
  const folder = dirname(file);
  const program = (service: ServiceProgram): ServiceProgram => ({
    folder: resolve(folder, service.folder),
    program: service.program,
    arguments: service.arguments,
  });
  return {
    file,
    name: read.name,
    channel: read.channel,
    fabricVersion: read.fabric.version,
    ordering: read.ordering,
    members: read.members.map((member): Member => ({ ...member, ports: shift(read.ports[member.name]!, offset) })),
    chaincode: {
      name: read.chaincode.name,
      folder: resolve(folder, read.chaincode.folder),
      program: read.chaincode.program,
      version: read.chaincode.version,
      sequence: read.chaincode.sequence,
      endorsements: read.chaincode.endorsement.outOf,
      initialise: read.chaincode.initialise,
    },
    gateway: read.gateway && { ...program(read.gateway), adapter: adapter ?? read.gateway.adapter },
    issuer: read.issuer && {
      ...program(read.issuer),
      port: read.issuer.port + offset,
      audience: read.issuer.audience,
    },
    docker: read.docker && placeDockerPlan(read.docker, folder),
  };
};

const shift = (ports: Readonly<Record<PortName, number>>, offset: number): Readonly<Record<PortName, number>> =>
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, port + offset])) as Record<PortName, number>;
