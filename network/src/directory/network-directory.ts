import { join } from 'node:path';
import { Wallet } from '../identity/wallet';
import type { MemberWallets } from '../identity/enrol-member';

/** Where everything that is generated for one network stands. Nothing in it is edited by hand or committed. */
export class NetworkDirectory {
  /** `NetworkRecord`, JSON: made by rxnet, and from what. */
  readonly record: string;
  readonly lock: string;
  /** What the runtime keeps: keys and ledgers of nodes. */
  readonly nodes: string;
  readonly logs: string;
  readonly servicePlan: string;
  readonly environment: string;
  readonly organisations: string;
  readonly chaincodePackage: string;
  /** The token issuer's. */
  readonly issuer: { readonly folder: string; readonly configuration: string };

  constructor(readonly root: string) {
    this.record = join(root, 'network.json');
    this.lock = join(root, 'lock');
    this.nodes = join(root, 'nodes');
    this.logs = join(root, 'logs');
    this.servicePlan = join(root, 'services.json');
    this.environment = join(root, 'network.env');
    this.organisations = join(root, 'organisations');
    this.chaincodePackage = join(root, 'chaincode.tar.gz');
    this.issuer = { folder: join(root, 'issuer'), configuration: join(root, 'issuer', 'issuer.json') };
  }

  /** Of one member. */
  member(name: string) {
    const folder = join(this.organisations, name);
    return {
      folder,
      /** Identities of the gateway and of people, in the standard wallet format. */
      wallet: join(folder, 'wallet'),
      /** Identities of the member's administrator. */
      administration: join(folder, 'administration'),
      connectionProfile: join(folder, 'connection-profile.json'),
      /** PEM; the authority behind the member's identities. */
      authorities: join(folder, 'authorities.pem'),
      chaincode: {
        folder: join(folder, 'chaincode'),
        key: join(folder, 'chaincode', 'server-key.pem'),
        certificate: join(folder, 'chaincode', 'server.pem'),
        clientKey: join(folder, 'chaincode', 'client-key.pem'),
        clientCertificate: join(folder, 'chaincode', 'client.pem'),
      },
      gateway: {
        folder: join(folder, 'gateway'),
        configuration: join(folder, 'gateway', 'gateway.json'),
        /** As the gateway reaches the network, which a tool of this machine may reach in another way. */
        connectionProfile: join(folder, 'gateway', 'connection-profile.json'),
        identities: join(folder, 'gateway', 'identities'),
        password: join(folder, 'gateway', 'identities.password'),
        state: join(folder, 'gateway', 'state'),
      },
    };
  }

  wallets(member: string): MemberWallets {
    const { wallet, administration } = this.member(member);
    return { people: new Wallet(wallet), administration: new Wallet(administration) };
  }
}
