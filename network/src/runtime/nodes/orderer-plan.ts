import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Member } from '../../topology/consortium';
import { nodeOf } from '../node';
import { IDENTITY_FILES } from './identity-files';
import { LOGGING } from './logging';
import type { NodeLayout } from './node-layout';
import type { NodePlan } from './node-plan';

const MEBIBYTE = 1024 * 1024;

/** One orderer: it joins channels by its participation API, which knows its operator by one certificate. */
export const ordererPlan = (member: Member, layout: NodeLayout): NodePlan => {
  const node = nodeOf('orderer', member.name);
  const configuration = layout.configuration(node);
  const data = layout.data(node);
  const file = (name: string): string => join(configuration, name);
  const at = (port: number): string => `${layout.listenAddress}:${port}`;
  const { orderer, ordererAdmin, ordererOperations } = member.ports;
  const settings = {
    General: {
      ListenAddress: layout.listenAddress,
      ListenPort: orderer,
      TLS: {
        Enabled: true,
        PrivateKey: file(IDENTITY_FILES.tlsKey),
        Certificate: file(IDENTITY_FILES.tlsCertificate),
        RootCAs: [file(IDENTITY_FILES.tlsAuthorities)],
      },
      // Orderers speak to each other through the same port and with the same certificates.
      Cluster: {
        ClientPrivateKey: file(IDENTITY_FILES.tlsKey),
        ClientCertificate: file(IDENTITY_FILES.tlsCertificate),
        RootCAs: [file(IDENTITY_FILES.tlsAuthorities)],
        SendBufferSize: 100,
      },
      Keepalive: { ServerMinInterval: '60s', ServerInterval: '7200s', ServerTimeout: '20s' },
      BootstrapMethod: 'none',
      LocalMSPDir: file(IDENTITY_FILES.msp),
      LocalMSPID: member.mspId,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: '15m' },
      MaxRecvMsgSize: 100 * MEBIBYTE,
      MaxSendMsgSize: 100 * MEBIBYTE,
    },
    FileLedger: { Location: join(data, 'ledger') },
    Consensus: { WALDir: join(data, 'etcdraft', 'wal'), SnapDir: join(data, 'etcdraft', 'snapshot') },
    Operations: { ListenAddress: at(ordererOperations) },
    Metrics: { Provider: 'prometheus' },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: MEBIBYTE },
    Admin: {
      ListenAddress: at(ordererAdmin),
      TLS: {
        Enabled: true,
        Certificate: file(IDENTITY_FILES.tlsCertificate),
        PrivateKey: file(IDENTITY_FILES.tlsKey),
        RootCAs: [file(IDENTITY_FILES.tlsAuthorities)],
        ClientAuthRequired: true,
        ClientRootCAs: [file(IDENTITY_FILES.operatorCertificate)],
      },
    },
  };
  return {
    node,
    program: 'orderer',
    arguments: [],
    environment: { FABRIC_CFG_PATH: configuration, ...LOGGING },
    folder: configuration,
    files: { 'orderer.yaml': stringify(settings) },
    ports: [orderer, ordererAdmin, ordererOperations],
    readiness: { by: 'http', url: `http://127.0.0.1:${ordererOperations}/healthz` },
  };
};
