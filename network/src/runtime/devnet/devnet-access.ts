import type { AuthorityAccess } from '../../identity/certificate-authority';
import type { Consortium } from '../../topology/consortium';
import type { MemberAccess } from '../runtime';

interface ReportedEndpoint {
  readonly tlsCaCertificate: string;
}

/** The line by which `fabric-devnet serve` says that it is ready, as far as it is used here. */
export interface DevnetReport {
  readonly ready: true;
  readonly organisations: readonly {
    readonly mspId: string;
    readonly peer: ReportedEndpoint;
    readonly orderer: ReportedEndpoint;
    readonly ca: { readonly name: string; readonly url: string; readonly tlsCaCertificate: string };
  }[];
  /** Where members are stopped and started; the token stands in the file. */
  readonly control: { readonly url: string; readonly tokenFile: string };
}

const HOST = 'localhost';

/** How a running devnet is reached. */
export const memberAccess = (
  consortium: Consortium,
  report: DevnetReport,
  registrar: AuthorityAccess['registrar'],
): readonly MemberAccess[] =>
  consortium.members.map(({ name, mspId, ports }) => {
    const { peer, orderer, ca } = report.organisations.find((organisation) => organisation.mspId === mspId)!;
    return {
      name,
      mspId,
      peer: { host: HOST, port: ports.peer, tlsAuthorities: [peer.tlsCaCertificate] },
      orderer: { host: HOST, port: ports.orderer, tlsAuthorities: [orderer.tlsCaCertificate] },
      authority: {
        url: ca.url,
        name: ca.name,
        tlsAuthorities: [ca.tlsCaCertificate],
        registrar,
      },
    };
  });
