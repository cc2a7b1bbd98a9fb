import { endOf } from '../identity/certificate-state';
import { OperatorError } from '../operator-error';
import type { Session } from './session';

/**
 * Before a network is started again: everything that its nodes need and that cannot be made anew must be there and in force.
 * Changes nothing.
 * @throws OperatorError
 */
export const checkNodes = ({ record, runtime }: Session, now = new Date()): void => {
  if (!record?.foundedBy) return;
  const certificates = runtime.nodeCertificates();
  const missing = runtime.nodes.filter(({ name }) => !certificates.some(({ node }) => node === name));
  if (missing.length > 0) {
    throw new OperatorError(
      'half-made',
      `the files of ${missing.map(({ name }) => name).join(', ')} are missing, and with them keys that the channel knows`,
      'Restore the network from a backup (`rxnet restore`), or begin anew: `rxnet down --purge`.',
    );
  }
  for (const { node, use, certificate } of certificates) {
    const end = endOf(certificate);
    if (end > now) continue;
    const ran = `ran out on ${end.toISOString().slice(0, 10)}`;
    if (use === 'authority') {
      throw new OperatorError(
        'expired-authority',
        `the certificate of ${node} ${ran}: nobody accepts what it issued, and it issues nothing more`,
        'Begin anew: `rxnet down --purge`. A CA is to be renewed, for the same key and in the channel, before it runs out.',
      );
    }
    if (node.startsWith('orderer.')) {
      throw new OperatorError(
        'expired-orderer',
        `the ${use} certificate of ${node} ${ran}, and the channel knows no other`,
        'Set the clock of this machine back to before, and renew it while the network runs: `rxnet rotate`.',
      );
    }
  }
};
