import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';
import type { ChannelState } from '../state/channel-state';
import type { StoredVersion } from '../state/versioned-map';

/** The system chaincode, and namespace, that holds what the channel agreed on. */
export const LIFECYCLE = '_lifecycle';

const field = (chaincode: string, name: string): string => `namespaces/fields/${chaincode}/${name}`;

/** Key of `_lifecycle` that every transaction of a chaincode reads, so that an upgrade conflicts with what is in flight. */
export const sequenceKey = (chaincode: string): string => field(chaincode, 'Sequence');

/** Keys of `_lifecycle` that a transaction reads as soon as it touches a collection. */
export const definitionKeys = (chaincode: string): readonly string[] => [
  `namespaces/metadata/${chaincode}`,
  sequenceKey(chaincode),
  field(chaincode, 'EndorsementInfo'),
  field(chaincode, 'ValidationInfo'),
  field(chaincode, 'Collections'),
];

/** `_lifecycle`'s entries for a committed definition, as its commit writes them. */
export function encodeDefinition(definition: ChaincodeDefinition): { key: string; value: Uint8Array }[] {
  const { name } = definition;
  const metadata = new FieldWriter().string(1, 'ChaincodeDefinition');
  for (const part of ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections']) metadata.string(2, part);
  const endorsement = new FieldWriter()
    .string(1, definition.version)
    .bool(2, definition.initRequired)
    .string(3, 'escc')
    .finish();
  const validation = new FieldWriter().string(1, 'vscc').bytes(2, definition.validationParameter).finish();
  const collections = new FieldWriter();
  for (const collection of definition.collections) {
    collections.message(1, new FieldWriter().message(1, collection.serializeBinary()).finish());
  }
  const bytes = (value: Uint8Array) => new FieldWriter().message(2, value).finish();
  return [
    { key: `namespaces/metadata/${name}`, value: metadata.finish() },
    { key: sequenceKey(name), value: new FieldWriter().number(1, definition.sequence).finish() },
    { key: field(name, 'EndorsementInfo'), value: bytes(endorsement) },
    { key: field(name, 'ValidationInfo'), value: bytes(validation) },
    { key: field(name, 'Collections'), value: bytes(collections.finish()) },
  ];
}

const known = new WeakMap<StoredVersion, ChaincodeDefinition>();

/** The definition of `chaincode` that is in force for a reader at `height`. */
export function readDefinition(
  state: ChannelState,
  chaincode: string,
  height: number,
): ChaincodeDefinition | undefined {
  const map = state.publicMap(LIFECYCLE);
  const sequence = map.at(sequenceKey(chaincode), height);
  if (sequence === undefined) return undefined;
  let definition = known.get(sequence);
  if (definition === undefined) {
    const part = (name: string) => map.at(field(chaincode, name), height)?.value ?? new Uint8Array();
    const endorsement = readEndorsement(stateBytes(part('EndorsementInfo')));
    definition = {
      name: chaincode,
      version: endorsement.version,
      sequence: stateNumber(sequence.value ?? new Uint8Array()),
      initRequired: endorsement.initRequired,
      validationParameter: singleField(stateBytes(part('ValidationInfo')), 2),
      collections: readCollections(stateBytes(part('Collections'))),
    };
    known.set(sequence, definition);
  }
  return definition;
}

/** `lifecycle.StateData` of a number. */
function stateNumber(data: Uint8Array): number {
  const reader = new FieldReader(data);
  for (let id = reader.next(); id !== 0; id = reader.next()) {
    if (id === 1) return reader.varint();
    reader.skip();
  }
  return 0;
}

/** `lifecycle.StateData` of bytes. */
const stateBytes = (data: Uint8Array): Uint8Array => singleField(data, 2);

function singleField(message: Uint8Array, wanted: number): Uint8Array {
  const reader = new FieldReader(message);
  for (let id = reader.next(); id !== 0; id = reader.next()) {
    if (id === wanted) return reader.bytes();
    reader.skip();
  }
  return new Uint8Array();
}

function readEndorsement(info: Uint8Array): { version: string; initRequired: boolean } {
  let version = '';
  let initRequired = false;
  const reader = new FieldReader(info);
  for (let id = reader.next(); id !== 0; id = reader.next()) {
    if (id === 1) version = reader.string();
    else if (id === 2) initRequired = reader.bool();
    else reader.skip();
  }
  return { version, initRequired };
}

function readCollections(packageBytes: Uint8Array): peer.StaticCollectionConfig[] {
  return peer.CollectionConfigPackage.deserializeBinary(packageBytes)
    .getConfigList()
    .flatMap((config) => config.getStaticCollectionConfig() ?? []);
}
