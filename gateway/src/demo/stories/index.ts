import type { Outsider } from '../outsider';
import { ownApproval, pastTheGateways, redeemedTwice, stolenCode } from './attacks';
import { failedDelivery, refunded, twoParts } from './counter';
import { cancelledAfter, cancelledBefore, expired } from './ending-early';
import { budget } from './publishing';
import { consentTakenBack, emergency, erased, fourSections, publicCase } from './records';
import { controlled, refused, returned } from './review';
import { straight } from './straight';
import type { Story } from './story';

/** In the order in which they are told. */
export const storiesWith = (outsider: Outsider, revoke: () => Promise<void>): readonly Story[] => [
  straight,
  returned,
  refused,
  controlled,
  cancelledBefore,
  cancelledAfter,
  twoParts,
  expired,
  refunded,
  failedDelivery,
  redeemedTwice,
  stolenCode,
  ownApproval,
  fourSections,
  consentTakenBack,
  emergency,
  publicCase,
  erased,
  budget,
  pastTheGateways(outsider, revoke),
];

export type { Story };
