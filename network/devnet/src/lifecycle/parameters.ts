import { peer } from '@hyperledger/fabric-protos';
import { bytesField, numberField, readBytes, type RecordSource, type StateRecord } from './state-record';

const { ChaincodeEndorsementInfo, ChaincodeValidationInfo } = peer.lifecycle;

/** Where definitions and approvals stand in `_lifecycle`'s state. */
export const namespaces = 'namespaces';
/** Where an organisation notes which package it runs. */
export const chaincodeSources = 'chaincode-sources';

/** What organisations agree on, but for its sequence. */
export interface ChaincodeParameters {
  readonly version: string;
  readonly initRequired: boolean;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** `peer.ApplicationPolicy`, serialised. */
  readonly validationParameter: Uint8Array;
  /** `peer.CollectionConfigPackage`, serialised; empty where there are none. */
  readonly collections: Uint8Array;
}

/** The messages of the lifecycle that carry parameters all have these getters. */
interface ParameterArguments {
  getVersion(): string;
  getInitRequired(): boolean;
  getEndorsementPlugin(): string;
  getValidationPlugin(): string;
  getValidationParameter_asU8(): Uint8Array;
  getCollections(): peer.CollectionConfigPackage | undefined;
}

/** And these setters, where they are results. */
export interface ParameterResult {
  setVersion(value: string): void;
  setInitRequired(value: boolean): void;
  setEndorsementPlugin(value: string): void;
  setValidationPlugin(value: string): void;
  setValidationParameter(value: Uint8Array): void;
  setCollections(value?: peer.CollectionConfigPackage): void;
}

const defaultPolicy = (): Uint8Array => {
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference('/Channel/Application/Endorsement');
  return policy.serializeBinary();
};

/** Reads parameters from a request, with Fabric's defaults where it leaves them open. */
export const parametersOf = (request: ParameterArguments): ChaincodeParameters => ({
  version: request.getVersion(),
  initRequired: request.getInitRequired(),
  endorsementPlugin: request.getEndorsementPlugin() || 'escc',
  validationPlugin: request.getValidationPlugin() || 'vscc',
  validationParameter:
    request.getValidationParameter_asU8().length > 0 ? request.getValidationParameter_asU8() : defaultPolicy(),
  collections: request.getCollections()?.serializeBinary() ?? new Uint8Array(),
});

const endorsementInfo = (parameters: ChaincodeParameters): Uint8Array => {
  const info = new ChaincodeEndorsementInfo();
  info.setVersion(parameters.version);
  info.setInitRequired(parameters.initRequired);
  info.setEndorsementPlugin(parameters.endorsementPlugin);
  return info.serializeBinary();
};

const validationInfo = (parameters: ChaincodeParameters): Uint8Array => {
  const info = new ChaincodeValidationInfo();
  info.setValidationPlugin(parameters.validationPlugin);
  info.setValidationParameter(parameters.validationParameter);
  return info.serializeBinary();
};

const parameterFields = (parameters: ChaincodeParameters): StateRecord['fields'] => [
  ['EndorsementInfo', bytesField(endorsementInfo(parameters))],
  ['ValidationInfo', bytesField(validationInfo(parameters))],
  ['Collections', bytesField(parameters.collections)],
];

/** An organisation's approval, as its implicit collection keeps it. */
export const approvalRecord = (parameters: ChaincodeParameters): StateRecord => ({
  type: 'ChaincodeParameters',
  fields: parameterFields(parameters),
});

/** The channel's definition, as public state keeps it. */
export const definitionRecord = (sequence: number, parameters: ChaincodeParameters): StateRecord => ({
  type: 'ChaincodeDefinition',
  fields: [['Sequence', numberField(sequence)], ...parameterFields(parameters)],
});

/** Reads the parameters of a definition or an approval from the record of that name. */
export const readParameters = (state: RecordSource, name: string): ChaincodeParameters => {
  const endorsement = ChaincodeEndorsementInfo.deserializeBinary(readBytes(state, namespaces, name, 'EndorsementInfo'));
  const validation = ChaincodeValidationInfo.deserializeBinary(readBytes(state, namespaces, name, 'ValidationInfo'));
  return {
    version: endorsement.getVersion(),
    initRequired: endorsement.getInitRequired(),
    endorsementPlugin: endorsement.getEndorsementPlugin(),
    validationPlugin: validation.getValidationPlugin(),
    validationParameter: validation.getValidationParameter_asU8(),
    collections: readBytes(state, namespaces, name, 'Collections'),
  };
};

/** Puts parameters into a result. */
export const fillResult = (result: ParameterResult, parameters: ChaincodeParameters): void => {
  result.setVersion(parameters.version);
  result.setInitRequired(parameters.initRequired);
  result.setEndorsementPlugin(parameters.endorsementPlugin);
  result.setValidationPlugin(parameters.validationPlugin);
  result.setValidationParameter(parameters.validationParameter);
  result.setCollections(peer.CollectionConfigPackage.deserializeBinary(parameters.collections));
};

const differing = (field: string, expected: unknown, passed: unknown): string =>
  `expected ${field} '${String(expected)}' does not match passed ${field} '${String(passed)}'`;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** In which way `passed` departs from `expected`, in Fabric's words; undefined where they are equal. */
export const difference = (expected: ChaincodeParameters, passed: ChaincodeParameters): string | undefined => {
  const compared: [string, string | boolean, string | boolean][] = [
    ['Version', expected.version, passed.version],
    ['EndorsementPlugin', expected.endorsementPlugin, passed.endorsementPlugin],
    ['InitRequired', expected.initRequired, passed.initRequired],
    ['ValidationPlugin', expected.validationPlugin, passed.validationPlugin],
    ['ValidationParameter', hex(expected.validationParameter), hex(passed.validationParameter)],
  ];
  const found = compared.find(([, a, b]) => a !== b);
  if (found) return differing(...found);
  return hex(expected.collections) === hex(passed.collections) ? undefined : 'Collections do not match';
};
