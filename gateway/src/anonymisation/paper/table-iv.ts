import type { Report } from '../report/report';

/** Table IV of the paper: "success rate of data sets being attacked". It gives no definition. */
export const TABLE_IV = [
  { method: 'k-anonymity', model1: 0.19405, model2: 0.04769 },
  { method: 'differential privacy', model1: 0.09205, model2: 0.03943 },
  { method: 'the paper’s method', model1: 0.02687, model2: 0.02483 },
] as const;

/** What we measure, each with what it is: no definition that was tried gives Table IV. */
export function besideTableIv({ risk }: Report, noiseAlone: number): { definition: string; values: number[] }[] {
  const { kAnonymity, both } = risk.knownPerson;
  return [
    {
      definition: 'model 1, linkage: mean chance to pick the person’s row among those of its class',
      values: [kAnonymity.linkage.average, Number.NaN, both.linkage.average],
    },
    {
      definition: 'model 1, attribute: rows whose value the class’s majority tells, less the base rate',
      values: [kAnonymity.attributeGain, noiseAlone, both.attributeGain],
    },
    {
      definition: 'model 1*, everybody else in the class known: value guessed right',
      values: [risk.allButOne.kAnonymity, risk.allButOne.both, risk.allButOne.both],
    },
    {
      definition: 'model 2, nothing known: linkage, one in all rows',
      values: [1, 1, 1].map(() => risk.nothingKnown.linkage),
    },
    { definition: 'model 2, attribute: gain over the base rate', values: [0, 0, 0] },
  ];
}
