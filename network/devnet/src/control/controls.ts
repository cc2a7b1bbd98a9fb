import type { Devnet } from '../devnet';
import { trustWarning } from '../network/trust-warning';
import type { Control } from './control';
import { faultControls } from './fault-controls';
import { stateControls } from './state-controls';

const statusOf = (devnet: Devnet) => ({
  warning: trustWarning,
  channels: devnet.channels,
  organisations: devnet.organisations.map((organisation) => ({
    name: organisation.name,
    mspId: organisation.mspId,
    isUp: organisation.isUp(),
    isPeerUp: organisation.isUp('peer'),
    isOrdererUp: organisation.isUp('orderer'),
    peer: organisation.peer.endpoint,
    orderer: organisation.orderer.endpoint,
    ca: organisation.ca.url,
  })),
});

const stop = (devnet: Devnet, mspId: string) => devnet.stopOrganisation(mspId).then(() => statusOf(devnet));
const start = (devnet: Devnet, mspId: string) => devnet.startOrganisation(mspId).then(() => statusOf(devnet));

/** All that can be asked of a running network over its control endpoint. */
export const controls: readonly Control[] = [
  ['GET', '/status', (devnet) => statusOf(devnet)],
  ['POST', '/organisations/:mspId/stop', (devnet, given) => stop(devnet, given.part('mspId'))],
  ['POST', '/copy', (devnet, given) => ({ bytes: devnet.copyTo(given.text('folder')) })],
  ['POST', '/organisations/:mspId/start', (devnet, given) => start(devnet, given.part('mspId'))],
  ...faultControls,
  ...stateControls,
];
