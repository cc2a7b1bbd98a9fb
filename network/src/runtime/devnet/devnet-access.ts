import type { Consortium } from '../../topology/consortium';
import type { MemberAccess } from '../runtime';
import { CA_ADMINISTRATOR } from './devnet-configuration';

/** The line by which `fabric-devnet serve` says that it is ready, as far as it is used here. */
export interface DevnetReport {
  readonly ready: true;
  readonly organisations: readonly {
    readonly mspId: string;
    readonly tlsCaCertificates: readonly string[];
    readonly caName: string;
  }[];
}

const HOST = 'localhost';

/** How a running devnet is reached. */
export const memberAccess = (
  consortium: Consortium,
  report: DevnetReport,
  administratorSecret: string,
): readonly MemberAccess[] =>
  consortium.members.map(({ name, mspId, ports }) => {
    const said = report.organisations.find((organisation) => organisation.mspId === mspId)!;
    const tlsAuthorities = said.tlsCaCertificates;
    return {
      name,
      mspId,
      peer: { host: HOST, port: ports.peer, tlsAuthorities },
      orderer: { host: HOST, port: ports.orderer, tlsAuthorities },
      authority: {
        url: `https://${HOST}:${ports.ca}`,
        name: said.caName,
        tlsAuthorities,
        registrar: { id: CA_ADMINISTRATOR, secret: administratorSecret },
      },
    };
  });
