import { issuerAddress } from '../artifacts/issuer-configuration';
import type { UpOutcome } from '../operation/bring-up';
import type { Session } from '../operation/session';
import { table } from './table';

/** What somebody wants to know who has just brought a network up. */
export const printSummary = ({ consortium, directory, runtime }: Session, outcome: UpOutcome): string => {
  const { deployment, seconds } = outcome;
  const rows = consortium.members.map((member) => [
    member.displayName,
    member.mspId,
    `localhost:${member.ports.peer}`,
    consortium.gateway ? `http://127.0.0.1:${member.ports.gateway}` : '-',
  ]);
  return [
    '',
    `The network is up (${seconds.toFixed(1)} s): channel ${consortium.channel}, ` +
      `chaincode ${deployment.chaincode} ${deployment.version}, sequence ${deployment.sequence}.`,
    ...(runtime.notice ? [runtime.notice] : []),
    '',
    table(['member', 'MSP', 'peer', 'gateway'], rows),
    ...(consortium.issuer ? ['', `Tokens for its people: ${issuerAddress(consortium.issuer)} (a test issuer)`] : []),
    `Connection profiles and wallets: ${directory.organisations}/<member>/`,
    `Addresses for your shell: . ${directory.environment}`,
    'Look: rxnet status, rxnet logs. End: rxnet down.',
  ].join('\n');
};
