import type { NetworkDirectory } from '../directory/network-directory';
import { GATEWAY_LABEL } from '../identity/enrol-member';
import type { ServiceLayout } from '../runtime/service-layout';
import { type Consortium, type Member, peopleWith } from '../topology/consortium';
import { issuerAddress } from './issuer-configuration';

/** What a member's gateway reads at its start: whom it serves, where it listens, how it reaches the ledger. */
export const gatewayConfiguration = (
  consortium: Consortium,
  member: Member,
  directory: NetworkDirectory,
  layout: ServiceLayout,
) => {
  const files = directory.member(member.name);
  const [registrar, custodian, steward] = ['registrar', 'custodian', 'steward'].map(
    (role) => peopleWith(member, role)[0],
  );
  return {
    organisation: { mspId: member.mspId, kind: member.kind, name: member.displayName },
    http: { host: layout.listenAddress, port: member.ports.gateway },
    ledger: {
      adapter: consortium.gateway!.adapter,
      channel: consortium.channel,
      chaincode: consortium.chaincode.name,
      connectionProfile: files.gateway.connectionProfile,
    },
    identities: {
      directory: files.gateway.identities,
      passwordFile: files.gateway.password,
      importWallet: files.wallet,
    },
    gateways: gatewaysOf(consortium, layout),
    service: {
      identity: GATEWAY_LABEL,
      ...(custodian && { custodian: custodian.id }),
      ...(steward && { steward: steward.id }),
    },
    ...(registrar && { ca: { registrar: registrar.id } }),
    ...(consortium.issuer && {
      auth: {
        issuer: issuerAddress(consortium.issuer),
        audience: consortium.issuer.audience,
        jwksUri: `${issuerAddress(consortium.issuer, layout.host('issuer'))}/.well-known/jwks.json`,
      },
    }),
    log: { level: 'info' },
  };
};

/** Where gateways find each other, by MSP id. */
const gatewaysOf = ({ members }: Consortium, layout: ServiceLayout): Readonly<Record<string, string>> =>
  Object.fromEntries(
    members.map(({ mspId, name, ports }) => [
      mspId,
      `http://${layout.host(`gateway.${name}`) ?? '127.0.0.1'}:${ports.gateway}`,
    ]),
  );
