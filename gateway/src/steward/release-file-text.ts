import type { ReleaseMode } from '@rxledger/chaincode/api';
import { RARE, type Suggestion } from '../anonymisation/profile/suggest-role';
import type { FirstLook, Suggested } from './suggest-file';

/** A first look as a release file, with a comment wherever the steward has to decide. */
export function releaseFileText(data: string, look: FirstLook, mode: ReleaseMode): string {
  return [
    '# What is to be released of a file of patients, and how. `rx anonymise plan`, `run`, `report` and `verify` read it.',
    '# Read every line: what stands here is a suggestion by the look of the columns. docs/anonymisation/guide.md helps.',
    '# As confidential as the data: it may list values of it, and says which columns there are.',
    '',
    `data: ${quoted(data)} # beside this file, unless the path says otherwise`,
    ...patientLines(look),
    '',
    '# histogram: counts in bins. dp: a table of groups. paper: the paper’s method, which does not hide who is in the data.',
    `mode: ${mode}`,
    'epsilon: 1 # how much one patient may change what comes out: less is safer, more is more exact',
    'delta: 0.000001 # dp: less than one in ten times the number of patients',
    'k: 10 # dp, paper: least patients of a group',
    'suppression: 0.02 # paper: part of the rows that may be left out',
    'loss: loss-geo # paper: what is kept small; loss-geo, loss-mean or aecs',
    '',
    '# role: quasi-identifier (released, at a level of its hierarchy; level 0 is the value itself), sensitive (one column, counted',
    '# as yes or no: `positive` lists what is yes) or left-out. Choose levels by what such data is like, not by these rows.',
    'columns:',
    ...look.columns.filter(({ suggestion }) => suggestion.role !== 'patient').flatMap(columnLines),
    '',
  ].join('\n');
}

function patientLines({ patient, severalRows }: FirstLook): string[] {
  if (patient === undefined)
    return ['patient: # decide: the column that tells patients apart, one row each; none looks like it'];
  if (severalRows === 0) return [`patient: ${quoted(patient)} # tells patients apart; is read, and never released`];
  return [
    `patient: ${quoted(patient)} # tells patients apart; is read, and never released`,
    `several-rows: refuse # decide: ${severalRows} patients have several rows. keep-one keeps one of each, drawn by a secret key`,
  ];
}

function columnLines({ profile, suggestion }: Suggested): string[] {
  const { name, type, distinct, empty } = profile;
  const without = empty === 0 ? '' : `, ${empty} rows without one: fill them in, or leave them out of the file`;
  return [
    `  ${quoted(name)}: # ${type}, ${distinct} values${without}`,
    ...roleLines(suggestion).map((line) => `    ${line}`),
  ];
}

function roleLines(suggestion: Suggestion): string[] {
  const { role, why } = suggestion;
  if (role === 'sensitive') return [`role: sensitive # ${why}`, `positive: ${list(suggestion.positive)}`];
  if (role !== 'quasi-identifier') return [`role: ${role} # ${why}`];
  const { hierarchy, level, rare } = suggestion;
  const { kind, ...fields } = hierarchy;
  const values = Object.entries(fields).map(
    ([field, value]) => `${field}: ${Array.isArray(value) ? list(value as (string | number)[]) : String(value)}`,
  );
  return [
    `role: quasi-identifier # ${why}`,
    ...(kind === 'flat'
      ? ['# The values of the data stand here: take them from a public list instead, also those that nobody has.']
      : []),
    ...(rare === 0
      ? []
      : [
          `# decide: ${rare} more values have fewer than ${RARE} rows each. They are not written here, and the plan will ask for them.`,
        ]),
    `hierarchy: { ${[`kind: ${kind}`, ...values].join(', ')} }`,
    `level: ${level}`,
  ];
}

const list = (values: readonly (string | number)[]): string =>
  `[${values.map((value) => (typeof value === 'number' ? String(value) : quoted(value))).join(', ')}]`;

/** Text as YAML has it: in quotes unless it is a plain word. */
const quoted = (text: string): string => (/^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text));
