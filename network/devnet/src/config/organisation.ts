import { common, msp, peer } from '@hyperledger/fabric-protos';
import { sortAuthorities } from '../identity/authorities-order';
import { configGroup, signedPolicy } from './groups';

/** An organisation as it enters a channel. */
export interface GenesisOrganisation {
  readonly mspId: string;
  /** PEM. A CA that another of them signed is an intermediate; certificates then come from it alone. */
  readonly caCertificates: readonly string[];
  readonly tlsCaCertificates: readonly string[];
  readonly anchorPeers: readonly { readonly host: string; readonly port: number }[];
  /** host:port of its orderers; none where it does not order. */
  readonly ordererEndpoints: readonly string[];
  /** CRLs, DER or PEM. */
  readonly revocationLists?: readonly Uint8Array[];
}

const unit = (name: string): msp.FabricOUIdentifier => {
  const identifier = new msp.FabricOUIdentifier();
  identifier.setOrganizationalUnitIdentifier(name);
  return identifier;
};

const nodeUnits = (): msp.FabricNodeOUs => {
  const units = new msp.FabricNodeOUs();
  units.setEnable(true);
  units.setClientOuIdentifier(unit('client'));
  units.setPeerOuIdentifier(unit('peer'));
  units.setAdminOuIdentifier(unit('admin'));
  units.setOrdererOuIdentifier(unit('orderer'));
  return units;
};

const hashing = (): msp.FabricCryptoConfig => {
  const config = new msp.FabricCryptoConfig();
  config.setSignatureHashFamily('SHA2');
  config.setIdentityIdentifierHashFunction('SHA256');
  return config;
};

/** The MSP of an organisation, NodeOUs enabled. */
export const mspConfig = (organisation: GenesisOrganisation): msp.MSPConfig => {
  const { roots, intermediates } = sortAuthorities(organisation.caCertificates);
  const tls = sortAuthorities(organisation.tlsCaCertificates);
  const fabric = new msp.FabricMSPConfig();
  fabric.setName(organisation.mspId);
  fabric.setRootCertsList(roots);
  fabric.setIntermediateCertsList(intermediates);
  fabric.setTlsRootCertsList(tls.roots);
  fabric.setTlsIntermediateCertsList(tls.intermediates);
  fabric.setRevocationListList([...(organisation.revocationLists ?? [])]);
  fabric.setCryptoConfig(hashing());
  fabric.setFabricNodeOus(nodeUnits());
  const config = new msp.MSPConfig();
  config.setConfig(fabric.serializeBinary());
  return config;
};

const policies = (mspId: string): Record<string, common.Policy> => ({
  Readers: signedPolicy(`OR('${mspId}.admin','${mspId}.peer','${mspId}.client','${mspId}.orderer')`),
  // A peer endorses and does not submit.
  Writers: signedPolicy(`OR('${mspId}.admin','${mspId}.client','${mspId}.orderer')`),
  Admins: signedPolicy(`OR('${mspId}.admin')`),
  Endorsement: signedPolicy(`OR('${mspId}.peer')`),
});

/** The organisation's group under `Application`. */
export const applicationOrganisation = (organisation: GenesisOrganisation): common.ConfigGroup => {
  const anchors = new peer.AnchorPeers();
  for (const { host, port } of organisation.anchorPeers) {
    const anchor = new peer.AnchorPeer();
    anchor.setHost(host);
    anchor.setPort(port);
    anchors.addAnchorPeers(anchor);
  }
  const hasAnchors = organisation.anchorPeers.length > 0;
  return configGroup({
    values: { MSP: mspConfig(organisation), ...(hasAnchors ? { AnchorPeers: anchors } : {}) },
    policies: policies(organisation.mspId),
  });
};

/** The organisation's group under `Orderer`. */
export const ordererOrganisation = (organisation: GenesisOrganisation): common.ConfigGroup => {
  const endpoints = new common.OrdererAddresses();
  endpoints.setAddressesList([...organisation.ordererEndpoints]);
  return configGroup({
    values: { MSP: mspConfig(organisation), Endpoints: endpoints },
    policies: policies(organisation.mspId),
  });
};
