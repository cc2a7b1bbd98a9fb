import { peer } from '@hyperledger/fabric-protos';

/** What the members agree on for a chaincode. */
export interface Definition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** `peer.ApplicationPolicy`, serialised. */
  readonly policy: Uint8Array;
}

interface DefinitionMessage {
  setName(value: string): void;
  setVersion(value: string): void;
  setSequence(value: number): void;
  setValidationParameter(value: Uint8Array): void;
  setInitRequired(value: boolean): void;
}

const fill = <T extends DefinitionMessage>(message: T, definition: Definition): T => {
  message.setName(definition.name);
  message.setVersion(definition.version);
  message.setSequence(definition.sequence);
  message.setValidationParameter(definition.policy);
  message.setInitRequired(false);
  return message;
};

const { lifecycle } = peer;

/** Argument of `ApproveChaincodeDefinitionForMyOrg`: the definition, and which package this member runs for it. */
export const approvalOf = (definition: Definition, packageId: string): Uint8Array => {
  const local = new lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  const source = new lifecycle.ChaincodeSource();
  source.setLocalPackage(local);
  const message = fill(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
  message.setSource(source);
  return message.serializeBinary();
};

/** Argument of `CommitChaincodeDefinition`. */
export const commitmentOf = (definition: Definition): Uint8Array =>
  fill(new lifecycle.CommitChaincodeDefinitionArgs(), definition).serializeBinary();

/** Argument of `CheckCommitReadiness`. */
export const readinessQuestionOf = (definition: Definition): Uint8Array =>
  fill(new lifecycle.CheckCommitReadinessArgs(), definition).serializeBinary();

/** True when both say the same but for the sequence. */
export const isSameAgreement = (one: Definition, other: Definition): boolean =>
  one.name === other.name && one.version === other.version && Buffer.compare(one.policy, other.policy) === 0;
