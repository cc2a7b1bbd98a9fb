import { resolve } from 'node:path';
import { optional, type Reader, record, text, withDefault } from './readers';

const reference = text(/^[a-z0-9][A-Za-z0-9._/:@-]{1,254}$/, 'an image, as hyperledger/fabric-peer:3.1.5');
const registry = text(
  /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*\/?$/,
  'a registry, as registry.hospital.example/mirror',
);
const path = text(/^[^\p{Cc}]{1,1000}$/u, 'a path');

/** An image of our own, and what it is built from. */
export interface BuiltImage {
  /** Name and tag. */
  readonly image: string;
  /** Absolute: the folder that the build sees. */
  readonly context: string;
  /** Within that folder. */
  readonly dockerfile: string;
}

/** The official images by what runs in them; `node` is the base of our own. */
export type ImageOverrides = Readonly<Partial<Record<'peer' | 'orderer' | 'ca' | 'node', string | undefined>>>;

/** What the docker runtime is told besides. */
export interface DockerPlan {
  /** A mirror of the registries, put before the name of every image that is fetched. */
  readonly registry: string | undefined;
  readonly images: ImageOverrides;
  readonly build: Readonly<Record<'chaincode' | 'gateway' | 'issuer', BuiltImage | undefined>>;
}

const built = optional(record<BuiltImage>({ image: reference, context: path, dockerfile: path }));

/** Reads the section `docker` of a consortium file. */
export const readDockerPlan: Reader<DockerPlan> = record<DockerPlan>({
  registry: optional(registry),
  images: withDefault<ImageOverrides>(
    record<ImageOverrides>({
      peer: optional(reference),
      orderer: optional(reference),
      ca: optional(reference),
      node: optional(reference),
    }),
    {},
  ),
  build: record<DockerPlan['build']>({ chaincode: built, gateway: built, issuer: built }),
});

/** Likewise, its folders counted from that of the file. */
export const placeDockerPlan = (plan: DockerPlan, folder: string): DockerPlan => {
  const placed = (image: BuiltImage | undefined) => image && { ...image, context: resolve(folder, image.context) };
  const { chaincode, gateway, issuer } = plan.build;
  return { ...plan, build: { chaincode: placed(chaincode), gateway: placed(gateway), issuer: placed(issuer) } };
};
