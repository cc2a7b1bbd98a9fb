import {
  approvalRecord,
  type ChaincodeParameters,
  chaincodeSources,
  definitionRecord,
  difference,
  namespaces,
  readParameters,
} from './parameters';
import { DefinitionError } from './validate-definition';
import {
  mismatches,
  readNumber,
  readString,
  type RecordSource,
  type RecordState,
  recordType,
  type StateRecord,
  stringField,
  writeRecord,
} from './state-record';

/** What an organisation says it would run, at which step of the chaincode's life. */
export interface Approval {
  readonly name: string;
  readonly sequence: number;
  readonly parameters: ChaincodeParameters;
  /** Empty where the organisation will not run it. */
  readonly packageId: string;
}

const refuse = (message: string): never => {
  throw new DefinitionError(message);
};

const privateName = (name: string, sequence: number): string => `${name}#${sequence}`;

const sourceRecord = (packageId: string): StateRecord => ({
  type: 'ChaincodeLocalPackage',
  fields: [['PackageID', stringField(packageId)]],
});

/** The sequence of the definition in force; 0 where there is none. */
export const currentSequence = (state: RecordSource, name: string): number =>
  readNumber(state, namespaces, name, 'Sequence');

const checkSequence = (current: number, requested: number): void => {
  if (current === 0 && requested === 0) {
    refuse('requested sequence is 0, but first definable sequence number is 1');
  }
  if (requested < current) {
    refuse(`currently defined sequence ${current} is larger than requested sequence ${requested}`);
  }
  if (requested > current + 1) {
    refuse(`requested sequence ${requested} is larger than the next available sequence number ${current + 1}`);
  }
};

const isApprovedAlready = (approval: Approval, state: RecordSource): boolean => {
  const name = privateName(approval.name, approval.sequence);
  if (recordType(state, namespaces, name) === undefined) return false;
  if (difference(readParameters(state, name), approval.parameters) !== undefined) return false;
  if (recordType(state, chaincodeSources, name) === undefined) return false;
  return readString(state, chaincodeSources, name, 'PackageID') === approval.packageId;
};

/** One may still approve what is in force already (to say which package one runs), but not something else under its number. */
const checkAgainstCommitted = (approval: Approval, publicState: RecordSource): void => {
  const { name, sequence } = approval;
  if (recordType(publicState, namespaces, name) === undefined) {
    refuse(`missing metadata for currently committed sequence number (${sequence})`);
  }
  const departs = difference(readParameters(publicState, name), approval.parameters);
  if (departs) {
    refuse(
      `attempted to redefine the current committed sequence (${sequence}) for namespace ${name} with different parameters: ${departs}`,
    );
  }
};

/**
 * Writes an organisation's approval into its implicit collection.
 * @throws DefinitionError in Fabric's words
 */
export const approve = (approval: Approval, publicState: RecordSource, own: RecordState): void => {
  const { name, sequence } = approval;
  const current = currentSequence(publicState, name);
  checkSequence(current, sequence);
  if (sequence === current) checkAgainstCommitted(approval, publicState);
  if (isApprovedAlready(approval, own)) {
    refuse(
      sequence === current
        ? `attempted to redefine the current committed sequence (${sequence}) for namespace ${name}`
        : `attempted to redefine uncommitted sequence (${sequence}) for namespace ${name} with unchanged content`,
    );
  }
  writeRecord(own, namespaces, privateName(name, sequence), approvalRecord(approval.parameters));
  writeRecord(own, chaincodeSources, privateName(name, sequence), sourceRecord(approval.packageId));
};

/** Looks up the hash of a key of `_lifecycle`'s private state at an organisation. */
export type ApprovalHash = (mspId: string, key: string) => Uint8Array | undefined;

/** Which organisations approved a definition, and in what the others differ. */
export interface Approvals {
  readonly approvals: ReadonlyMap<string, boolean>;
  readonly mismatches: ReadonlyMap<string, readonly string[]>;
}

/** Compares a definition with every organisation's approval of that sequence, by hashes. */
export const approvalsOf = (
  definition: Omit<Approval, 'packageId'>,
  organisations: readonly string[],
  hashOf: ApprovalHash,
): Approvals => {
  const approvals = new Map<string, boolean>();
  const differing = new Map<string, readonly string[]>();
  for (const mspId of organisations) {
    const found = mismatches(
      (key) => hashOf(mspId, key),
      namespaces,
      privateName(definition.name, definition.sequence),
      approvalRecord(definition.parameters),
    );
    approvals.set(mspId, found.length === 0);
    if (found.length > 0) differing.set(mspId, found);
  }
  return { approvals, mismatches: differing };
};

/**
 * Which organisations are ready for a definition to be committed.
 * @throws DefinitionError where it is not the next one
 */
export const commitReadiness = (
  definition: Omit<Approval, 'packageId'>,
  publicState: RecordSource,
  organisations: readonly string[],
  hashOf: ApprovalHash,
): Approvals => {
  const next = currentSequence(publicState, definition.name) + 1;
  if (definition.sequence !== next) {
    refuse(`requested sequence is ${definition.sequence}, but new definition must be sequence ${next}`);
  }
  return approvalsOf(definition, organisations, hashOf);
};

/** Writes the channel's definition. */
export const commit = (definition: Omit<Approval, 'packageId'>, publicState: RecordState): void =>
  writeRecord(publicState, namespaces, definition.name, definitionRecord(definition.sequence, definition.parameters));

/**
 * An organisation's own approval.
 * @param sequence 0 for the latest: the next one where it is approved, else the one in force
 * @throws DefinitionError
 */
export const readApproval = (
  channel: string,
  name: string,
  sequence: number,
  publicState: RecordSource,
  own: RecordSource,
): Approval => {
  const current = sequence === 0 ? currentSequence(publicState, name) : sequence;
  const isNextApproved = sequence === 0 && recordType(own, namespaces, privateName(name, current + 1)) !== undefined;
  const wanted = isNextApproved ? current + 1 : current;
  const key = privateName(name, wanted);
  if (recordType(own, namespaces, key) === undefined) {
    refuse(
      `could not fetch approved chaincode definition (name: '${name}', sequence: '${wanted}') on channel '${channel}'`,
    );
  }
  const packageId = readString(own, chaincodeSources, key, 'PackageID');
  return { name, sequence: wanted, parameters: readParameters(own, key), packageId };
};
