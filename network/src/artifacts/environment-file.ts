import type { NetworkDirectory } from '../directory/network-directory';
import type { Consortium } from '../topology/consortium';
import { issuerAddress } from './issuer-configuration';

const variable = (name: string): string => name.toUpperCase().replaceAll('-', '_');

/** Addresses and files of the network as shell variables: `. .network/network.env`. */
export const environmentFile = (consortium: Consortium, directory: NetworkDirectory): string => {
  const lines = consortium.members.flatMap((member) => {
    const files = directory.member(member.name);
    const prefix = `RX_${variable(member.name)}`;
    return [
      [`${prefix}_MSP_ID`, member.mspId],
      [`${prefix}_GATEWAY`, `http://127.0.0.1:${member.ports.gateway}`],
      [`${prefix}_PROFILE`, files.connectionProfile],
      [`${prefix}_WALLET`, files.wallet],
    ];
  });
  const shared = [
    ['RX_CHANNEL', consortium.channel],
    ['RX_CHAINCODE', consortium.chaincode.name],
    ...(consortium.issuer ? [['RX_ISSUER', issuerAddress(consortium.issuer)]] : []),
  ];
  return [...shared, ...lines].map(([name, value]) => `${name}='${value!.replaceAll("'", `'\\''`)}'\n`).join('');
};
