import { join } from 'node:path';
import type { NetworkDirectory } from '../directory/network-directory';
import { ON_THIS_MACHINE, type ServiceLayout } from '../runtime/service-layout';
import type { ProcessSpec } from '../supervision/process-spec';
import type { Consortium, Member, ServiceProgram } from '../topology/consortium';

const START_WITHIN_MILLISECONDS = 90_000;

const launch = ({ folder, program, arguments: args }: ServiceProgram, config: string) => ({
  command: process.execPath,
  arguments: [join(folder, program), ...args.map((argument) => argument.replaceAll('{config}', config))],
  folder,
});

const gatewayProcess = (program: ServiceProgram, member: Member, directory: NetworkDirectory): ProcessSpec => ({
  name: `gateway.${member.name}`,
  kind: 'gateway',
  member: member.name,
  ...launch(program, directory.member(member.name).gateway.configuration),
  environment: {},
  readiness: { by: 'http', url: `http://127.0.0.1:${member.ports.gateway}/health/ready` },
  readyWithinMilliseconds: START_WITHIN_MILLISECONDS,
});

/** The programs of other workspaces that run beside the nodes: a gateway a member, and the token issuer. */
export const servicePlan = (consortium: Consortium, directory: NetworkDirectory): readonly ProcessSpec[] => {
  const { issuer, gateway, members } = consortium;
  const issuers: readonly ProcessSpec[] = issuer
    ? [
        {
          name: 'issuer',
          kind: 'issuer',
          ...launch(issuer, directory.issuer.configuration),
          environment: {},
          readiness: { by: 'port', port: issuer.port },
          readyWithinMilliseconds: START_WITHIN_MILLISECONDS,
        },
      ]
    : [];
  return [...issuers, ...(gateway ? members.map((member) => gatewayProcess(gateway, member, directory)) : [])];
};

/** One process a member for the chaincode: mutual TLS with that member's peer. */
export const chaincodeProcess = (
  { chaincode }: Consortium,
  member: Member,
  directory: NetworkDirectory,
  packageId: string,
  { listenAddress }: ServiceLayout = ON_THIS_MACHINE,
): ProcessSpec => {
  const files = directory.member(member.name).chaincode;
  return {
    name: `chaincode.${member.name}`,
    kind: 'chaincode',
    member: member.name,
    command: process.execPath,
    arguments: [join(chaincode.folder, chaincode.program)],
    folder: chaincode.folder,
    environment: {
      CHAINCODE_ID: packageId,
      CHAINCODE_SERVER_ADDRESS: `${listenAddress}:${member.ports.chaincode}`,
      CHAINCODE_TLS_KEY: files.key,
      CHAINCODE_TLS_CERT: files.certificate,
      CHAINCODE_CLIENT_CA_CERT: files.clientCertificate,
    },
    readiness: { by: 'port', port: member.ports.chaincode },
    readyWithinMilliseconds: START_WITHIN_MILLISECONDS,
  };
};
