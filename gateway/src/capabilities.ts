import { accessLog } from './access-log';
import { attachments } from './attachments';
import { cases } from './cases';
import { consents } from './consents';
import { counter } from './counter';
import { directory } from './directory';
import { emergencies } from './emergencies';
import { encryptionKeys } from './encryption-keys';
import { erasures } from './erasures';
import { fulfilment } from './fulfilment';
import { history } from './history';
import type { CapabilityPlugin } from './http/route';
import { payment } from './payment';
import { people } from './people';
import { prescriptions } from './prescriptions';
import { profiles } from './profiles';
import { publicCases } from './public-cases';
import { releases } from './releases';
import { review } from './review';

/** Every capability, registered by `createApp` under `/v1`. */
export const capabilities: readonly CapabilityPlugin[] = [
  directory,
  people,
  prescriptions,
  review,
  counter,
  payment,
  fulfilment,
  history,
  releases,
  encryptionKeys,
  cases,
  attachments,
  consents,
  emergencies,
  accessLog,
  erasures,
  publicCases,
  profiles,
];
