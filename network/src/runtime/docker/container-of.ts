import type { NetworkDirectory } from '../../directory/network-directory';
import { OperatorError } from '../../operator-error';
import type { ProcessSpec } from '../../supervision/process-spec';
import type { Consortium } from '../../topology/consortium';
import type { BuiltImage } from '../../topology/docker-plan';
import { nodesOf } from '../node';
import type { Container } from './container';
import { imageOf, imageSettings } from './images';
import { nodeContainer } from './node-container';
import { serviceContainer, type ServiceKind } from './service-container';

/** The image of a program of ours. @throws OperatorError where the consortium file names none */
export const builtImage = ({ docker, file }: Consortium, kind: ServiceKind): BuiltImage => {
  const image = docker?.build[kind];
  if (image) return image;
  throw new OperatorError(
    'no-image',
    `the consortium file does not say what the image of the ${kind} is built from`,
    `Add \`docker.build.${kind}\` to ${file}: image, context, dockerfile.`,
  );
};

/** Makes containers of a consortium's processes. */
export const containersOf =
  (consortium: Consortium, directory: NetworkDirectory) =>
  (spec: ProcessSpec): Container => {
    if (spec.kind !== 'node') {
      return serviceContainer(spec.kind, spec, builtImage(consortium, spec.kind).image, consortium, directory);
    }
    const { kind } = nodesOf(consortium).find(({ name }) => name === spec.name)!;
    const member = consortium.members.find(({ name }) => name === spec.member)!;
    const image = imageOf(kind, consortium.fabricVersion, imageSettings(consortium.docker));
    return nodeContainer(kind, member, spec, image, directory);
  };
