import { OperatorError } from '../../operator-error';
import type { Consortium } from '../../topology/consortium';
import type { BuiltImage } from '../../topology/docker-plan';
import { builtImage } from './container-of';
import { complaint, docker } from './engine';
import { IMAGE_ROLES, imageOf, imageSettings, nodeImage } from './images';
import type { ServiceKind } from './service-container';

type Say = (detail: string) => void;

const isPresent = async (image: string): Promise<boolean> => (await docker('image', 'inspect', image)).code === 0;

/** An image that is here is not asked for again: a tag that moved changes nothing under a running network. */
const fetchImage = async (image: string, say: Say): Promise<void> => {
  if (await isPresent(image)) return;
  say(`pull ${image}`);
  const outcome = await docker('pull', '--quiet', image);
  if (outcome.code === 0) return;
  throw new OperatorError(
    'no-image',
    `the image ${image} is not here and cannot be fetched: ${complaint(outcome)}`,
    'Name a mirror (RXNET_REGISTRY, or `docker.registry` in the consortium file), or load it: `docker load --input FILE`.',
  );
};

/** Built anew each time: the engine's cache makes that a moment where nothing changed. */
const buildImage = async ({ image, context, dockerfile }: BuiltImage, base: string, say: Say): Promise<void> => {
  say(`build ${image}`);
  const outcome = await docker(
    'build',
    '--quiet',
    ...['--file', `${context}/${dockerfile}`, '--tag', image, '--build-arg', `NODE_IMAGE=${base}`],
    context,
  );
  if (outcome.code === 0) return;
  throw new OperatorError(
    'no-image',
    `the image ${image} cannot be built: ${complaint(outcome)}`,
    `See the whole of it: \`docker build --file ${context}/${dockerfile} ${context}\`.`,
  );
};

/** Sees to it that every image of the consortium is here. @throws OperatorError */
export const getImages = async (consortium: Consortium, say: Say): Promise<void> => {
  const settings = imageSettings(consortium.docker);
  for (const role of IMAGE_ROLES) await fetchImage(imageOf(role, consortium.fabricVersion, settings), say);
  const kinds: readonly ServiceKind[] = [
    'chaincode',
    ...(consortium.gateway ? (['gateway'] as const) : []),
    ...(consortium.issuer ? (['issuer'] as const) : []),
  ];
  const images = new Map(kinds.map((kind) => builtImage(consortium, kind)).map((built) => [built.image, built]));
  const base = nodeImage(settings);
  if (images.size > 0) await fetchImage(base, say);
  for (const built of images.values()) await buildImage(built, base, say);
};
