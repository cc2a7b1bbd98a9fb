import type { PrivacyLoss, ReleaseMode } from '../../src/api';
import { drawId } from './case';
import type { Call } from './consortium';
import { PEOPLE, type Person } from './people';

export const SCHEME = 'a'.repeat(64);
export const REQUEST = 'b'.repeat(64);
export const ARTEFACT = 'c'.repeat(64);

export const loss = (microEpsilon: number | bigint, picoDelta: number | bigint = 0): PrivacyLoss => ({
  microEpsilon: String(microEpsilon),
  picoDelta: String(picoDelta),
});

/** Epsilon 1 for presence, epsilon 2 for labels, both summed. */
export const ACCOUNTS = [
  { guarantee: 'add-remove', composition: 'basic', cap: loss(1_000_000, 1_000_000) },
  { guarantee: 'label', composition: 'basic', cap: loss(2_000_000) },
] as const;

const withWitness = (mspId: string): readonly string[] => [
  mspId,
  mspId === 'HospitalMSP' ? 'CentreMSP' : 'HospitalMSP',
];

export const registerCall = (id: string, change: object = {}, as: Person = PEOPLE.hospitalSteward): Call => ({
  as,
  name: 'release:RegisterDataset',
  command: { id, title: 'A data set', unit: 'patient', scheme: SCHEME, accounts: ACCOUNTS, ...change },
  endorsers: withWitness(as.mspId),
});

export const raiseCall = (dataset: string, change: object, endorsers: readonly string[]): Call => ({
  as: PEOPLE.hospitalSteward,
  name: 'release:RaiseCap',
  command: { dataset, ...change },
  endorsers,
});

interface Asked {
  readonly id?: string;
  readonly mode?: ReleaseMode;
  readonly cost?: PrivacyLoss;
  readonly scheme?: string;
  readonly request?: string;
  readonly k?: number;
  readonly commandId?: string;
}

export const reserveCall = (dataset: string, asked: Asked = {}, as: Person = PEOPLE.hospitalSteward): Call => ({
  as,
  name: 'release:Reserve',
  command: {
    id: drawId(),
    dataset,
    mode: 'histogram',
    cost: loss(100_000),
    ...(asked.mode !== undefined && asked.mode !== 'histogram' && { k: 5 }),
    scheme: SCHEME,
    request: REQUEST,
    ...asked,
  },
  endorsers: withWitness(as.mspId),
});

export const stepCall = (
  transaction: 'Approve' | 'Publish' | 'Abort',
  id: string,
  as: Person,
  change: object = {},
): Call => ({
  as,
  name: `release:${transaction}`,
  command: { id, ...(transaction === 'Publish' && { artefact: ARTEFACT }), ...change },
  endorsers: withWitness(as.mspId),
});
