/** Values of one attribute with their weights, in parts of no fixed total. */
export type Weights = Readonly<Record<string, number>>;

/** What goes together in one person; drawn as one. */
export interface Profile {
  readonly weight: number;
  readonly education: Weights;
  readonly occupation: Weights;
  readonly workclass: Weights;
  /** Parts of a thousand that are men, and that earn more than 50K. */
  readonly men: number;
  readonly rich: number;
}

/**
 * People who look like those of a census: who has studied works otherwise than who has not. The proportions are round
 * figures of this bench's own; the names of the values are those of ADULT, so that its hierarchies fit.
 */
export const PROFILES: readonly Profile[] = [
  {
    weight: 45,
    education: {
      'HS-grad': 52,
      '11th': 9,
      '10th': 8,
      '7th-8th': 6,
      '9th': 5,
      '12th': 4,
      '5th-6th': 3,
      '1st-4th': 2,
      Preschool: 1,
      'Some-college': 10,
    },
    occupation: {
      'Craft-repair': 26,
      'Other-service': 20,
      'Machine-op-inspct': 16,
      'Transport-moving': 13,
      'Handlers-cleaners': 11,
      'Farming-fishing': 9,
      'Protective-serv': 3,
      'Priv-house-serv': 2,
    },
    workclass: { Private: 84, 'Self-emp-not-inc': 9, 'Local-gov': 4, 'State-gov': 2, 'Without-pay': 1 },
    men: 740,
    rich: 110,
  },
  {
    weight: 35,
    education: { 'Some-college': 46, 'HS-grad': 24, 'Assoc-voc': 12, 'Assoc-acdm': 9, Bachelors: 9 },
    occupation: {
      'Adm-clerical': 36,
      Sales: 31,
      'Exec-managerial': 13,
      'Tech-support': 9,
      'Other-service': 8,
      'Protective-serv': 3,
    },
    workclass: {
      Private: 76,
      'Local-gov': 8,
      'Self-emp-not-inc': 6,
      'State-gov': 4,
      'Federal-gov': 4,
      'Self-emp-inc': 2,
    },
    men: 520,
    rich: 220,
  },
  {
    weight: 20,
    education: { Bachelors: 55, Masters: 24, 'Prof-school': 9, Doctorate: 7, 'Assoc-acdm': 5 },
    occupation: { 'Prof-specialty': 53, 'Exec-managerial': 33, Sales: 8, 'Tech-support': 5, 'Armed-Forces': 1 },
    workclass: {
      Private: 60,
      'Local-gov': 11,
      'Self-emp-not-inc': 10,
      'State-gov': 8,
      'Self-emp-inc': 7,
      'Federal-gov': 4,
    },
    men: 670,
    rich: 520,
  },
];

export const RACES: Weights = { White: 860, Black: 93, 'Asian-Pac-Islander': 30, 'Amer-Indian-Eskimo': 9, Other: 8 };

export const MARRIAGES: Weights = {
  'Married-civ-spouse': 466,
  'Never-married': 322,
  Divorced: 140,
  Separated: 31,
  Widowed: 27,
  'Married-spouse-absent': 13,
  'Married-AF-spouse': 1,
};

/** Nine in ten are of one country; the rest is spread over a few, then over many. */
export const COUNTRIES: Weights = {
  'United-States': 912,
  ...evenly(20, ['Mexico']),
  ...evenly(4, ['Philippines', 'Germany', 'Puerto-Rico', 'Canada', 'India', 'El-Salvador', 'Cuba', 'England']),
  ...evenly(2, ['Jamaica', 'South', 'Italy', 'China', 'Vietnam', 'Guatemala', 'Japan', 'Poland', 'Columbia']),
  ...evenly(1, ['Iran', 'Taiwan', 'Haiti', 'Portugal', 'Nicaragua', 'Peru', 'Greece', 'Ecuador', 'France', 'Ireland']),
};

/** As many at 17 as at 45, most at 31, few past 70. */
export const AGES: Weights = Object.fromEntries(
  Array.from({ length: 74 }, (_, years) => [
    17 + years,
    Math.max(1, Math.round(60 * Math.exp(-(((years - 14) / 24) ** 2)))),
  ]),
);

function evenly(weight: number, values: readonly string[]): Weights {
  return Object.fromEntries(values.map((value) => [value, weight]));
}
