import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Member } from '../../topology/consortium';
import { nodeOf } from '../node';
import type { NodeLayout } from './node-layout';
import type { NodePlan } from './node-plan';

const CONFIGURATION = 'fabric-ca-server-config.yaml';
const YEAR = '8760h';
const FIFTEEN_YEARS = '131400h';

/** Whom the CA knows from the start. */
export interface AuthorityAdministrator {
  readonly id: string;
  readonly secret: string;
}

const administratorRights = {
  'hf.Registrar.Roles': '*',
  'hf.Registrar.DelegateRoles': '*',
  'hf.Registrar.Attributes': '*',
  'hf.Revoker': true,
  'hf.GenCRL': true,
  'hf.AffiliationMgr': true,
  'hf.IntermediateCA': false,
};

/** Name of a member's CA, as clients give it. */
export const authorityName = ({ name }: Pick<Member, 'name'>): string => `ca.${name}`;

/** One Fabric CA server: it issues its member's identities and TLS certificates, its own among them. */
export const authorityPlan = (member: Member, administrator: AuthorityAdministrator, layout: NodeLayout): NodePlan => {
  const node = nodeOf('ca', member.name);
  const home = layout.data(node);
  const configuration = {
    port: member.ports.ca,
    address: layout.listenAddress,
    tls: { enabled: true },
    ca: { name: authorityName(member) },
    crl: { expiry: YEAR },
    registry: {
      maxenrollments: -1,
      identities: [
        {
          name: administrator.id,
          pass: administrator.secret,
          type: 'client',
          affiliation: '',
          attrs: administratorRights,
        },
      ],
    },
    db: { type: 'sqlite3', datasource: 'registry.db' },
    affiliations: {},
    signing: {
      default: { usage: ['digital signature'], expiry: YEAR },
      profiles: {
        tls: {
          usage: ['signing', 'key encipherment', 'server auth', 'client auth', 'key agreement'],
          expiry: YEAR,
        },
      },
    },
    csr: {
      cn: `ca.${member.domain}`,
      keyrequest: { algo: 'ecdsa', size: 256 },
      names: [{ O: member.displayName }],
      hosts: [...new Set(['localhost', '127.0.0.1', layout.host(node)])],
      ca: { expiry: FIFTEEN_YEARS, pathlength: 0 },
    },
    bccsp: { default: 'SW', sw: { hash: 'SHA2', security: 256, filekeystore: { keystore: 'msp/keystore' } } },
    operations: { listenAddress: `${layout.listenAddress}:${member.ports.caOperations}` },
  };
  return {
    node,
    program: 'fabric-ca-server',
    arguments: ['start', '--config', join(home, CONFIGURATION)],
    environment: {},
    folder: home,
    files: { [CONFIGURATION]: stringify(configuration) },
    ports: [member.ports.ca, member.ports.caOperations],
    readiness: { by: 'http', url: `http://127.0.0.1:${member.ports.caOperations}/healthz` },
  };
};
