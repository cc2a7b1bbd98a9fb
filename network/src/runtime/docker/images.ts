import { OperatorError } from '../../operator-error';
import type { DockerPlan } from '../../topology/docker-plan';

/** What runs in a container of its own image. */
export const IMAGE_ROLES = ['peer', 'orderer', 'ca'] as const;
export type ImageRole = (typeof IMAGE_ROLES)[number];

/** The official images, by version of Fabric. This table is the only place that names them. */
const OFFICIAL: Readonly<Record<string, Readonly<Record<ImageRole, string>>>> = {
  '3.1.5': {
    peer: 'hyperledger/fabric-peer:3.1.5',
    orderer: 'hyperledger/fabric-orderer:3.1.5',
    ca: 'hyperledger/fabric-ca:1.5.15',
  },
};

/** What the images of this repository are built on, unless the consortium file says otherwise. */
export const NODE_IMAGE = 'node:22-bookworm-slim';

/** How an operator's site differs from the table: its own registry, its own digests. */
export type ImageSettings = Partial<Pick<DockerPlan, 'registry' | 'images'>>;

/** Those of the consortium file; RXNET_REGISTRY goes before its registry. */
export const imageSettings = (plan: DockerPlan | undefined, environment = process.env): ImageSettings => ({
  ...plan,
  registry: environment['RXNET_REGISTRY'] || plan?.registry,
});

const mirrored = (image: string, registry: string | undefined): string =>
  registry === undefined || registry === '' ? image : `${registry.replace(/\/+$/, '')}/${image}`;

/** An image as the engine is to fetch it: from the mirror, where there is one. */
export const imageOf = (role: ImageRole, fabricVersion: string, { registry, images }: ImageSettings): string => {
  const official = OFFICIAL[fabricVersion];
  const image = images?.[role] ?? official?.[role];
  if (image !== undefined) return mirrored(image, registry);
  throw new OperatorError(
    'no-image',
    `no image of Fabric ${fabricVersion} is known for the ${role}`,
    `Use one of ${Object.keys(OFFICIAL).join(', ')}, or name the image in the consortium file: docker.images.${role}.`,
  );
};

/** The base of our own images, likewise. */
export const nodeImage = ({ registry, images }: ImageSettings): string =>
  mirrored(images?.node ?? NODE_IMAGE, registry);
