import type { Loss } from '@rxledger/gateway/dist/anonymisation';

/** The paper's experiment, which both engines are asked for: a Boolean of one attribute, eight quasi-identifiers. */
export const PAPER_CASE = {
  quasiIdentifiers: [
    'sex',
    'age',
    'race',
    'education',
    'native-country',
    'workclass',
    'occupation',
    'salary-class',
  ] as readonly string[],
  sensitive: { column: 'marital-status', positive: ['Married-civ-spouse', 'Married-AF-spouse'] },
  k: 5,
  suppression: '0.02',
  loss: 'loss-geo' as Loss,
  epsilonMicro: 1_000_000,
};
