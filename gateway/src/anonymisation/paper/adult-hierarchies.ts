import type { HierarchyDefinition } from '../hierarchy/hierarchy-definition';

/** Generalisation of the ADULT census data, attribute by attribute. */
export const ADULT_HIERARCHIES: Readonly<Record<string, HierarchyDefinition>> = {
  sex: { kind: 'flat', values: ['Female', 'Male'] },
  age: { kind: 'interval', from: 1, to: 100, widths: [5, 10, 20] },
  race: { kind: 'flat', values: ['Amer-Indian-Eskimo', 'Asian-Pac-Islander', 'Black', 'Other', 'White'] },
  'marital-status': {
    kind: 'groups',
    groups: {
      'spouse present': ['Married-AF-spouse', 'Married-civ-spouse'],
      'spouse not present': ['Divorced', 'Married-spouse-absent', 'Never-married', 'Separated', 'Widowed'],
    },
  },
  education: {
    kind: 'groups',
    groups: {
      primary: { 'primary school': ['Preschool', '1st-4th', '5th-6th'] },
      secondary: { 'high school': ['7th-8th', '9th', '10th', '11th', '12th', 'HS-grad'] },
      higher: {
        professional: ['Assoc-acdm', 'Assoc-voc', 'Prof-school'],
        undergraduate: ['Bachelors', 'Some-college'],
        graduate: ['Doctorate', 'Masters'],
      },
    },
  },
  'native-country': {
    kind: 'groups',
    groups: {
      Africa: ['South'],
      Asia: [
        'Cambodia',
        'China',
        'Hong',
        'India',
        'Iran',
        'Japan',
        'Laos',
        'Philippines',
        'Taiwan',
        'Thailand',
        'Vietnam',
      ],
      Europe: [
        'England',
        'France',
        'Germany',
        'Greece',
        'Holand-Netherlands',
        'Hungary',
        'Ireland',
        'Italy',
        'Poland',
        'Portugal',
        'Scotland',
        'Yugoslavia',
      ],
      'North America': [
        'Canada',
        'Cuba',
        'Dominican-Republic',
        'El-Salvador',
        'Guatemala',
        'Haiti',
        'Honduras',
        'Jamaica',
        'Mexico',
        'Outlying-US(Guam-USVI-etc)',
        'Puerto-Rico',
        'United-States',
      ],
      'South America': ['Columbia', 'Ecuador', 'Nicaragua', 'Peru', 'Trinadad&Tobago'],
    },
  },
  workclass: {
    kind: 'groups',
    groups: {
      government: ['Federal-gov', 'Local-gov', 'State-gov'],
      'non-government': ['Private', 'Self-emp-inc', 'Self-emp-not-inc'],
      'not paid': ['Never-worked', 'Without-pay'],
    },
  },
  occupation: {
    kind: 'groups',
    groups: {
      technical: ['Craft-repair', 'Machine-op-inspct', 'Prof-specialty', 'Tech-support'],
      'not technical': ['Exec-managerial', 'Handlers-cleaners', 'Sales'],
      other: [
        'Adm-clerical',
        'Armed-Forces',
        'Farming-fishing',
        'Other-service',
        'Priv-house-serv',
        'Protective-serv',
        'Transport-moving',
      ],
    },
  },
  'salary-class': { kind: 'flat', values: ['<=50K', '>50K'] },
};
