import { ERRORS, QUERIES, SECTION_RECIPIENTS, TRANSACTIONS, type Basis } from '../src/api';
import { ACCESS_MATRIX, RIGHTS, SUBJECTS, type Right, type Subject } from '../src/domain/access-matrix';
import { PRESCRIPTION_MACHINE } from '../src/domain/prescription-machine';
import { inPage, table } from './support/doc-tables';

const transitions = (): string =>
  table(
    ['transaction', 'from', 'to', 'callers', 'endorsers'],
    Object.entries(PRESCRIPTION_MACHINE).map(([name, { from, to, callers }]) => [
      name,
      from.length === 0 ? '(new)' : from.join(', '),
      to.join(', '),
      describeCallers(callers),
      TRANSACTIONS.prescription[name as keyof typeof TRANSACTIONS.prescription].endorsers.join(', '),
    ]),
  );

function describeCallers(callers: Readonly<Record<string, string>>): string {
  const entries = Object.entries(callers);
  if (entries.length > 5) return 'anyone in the registry';
  return entries.map(([role, relation]) => (relation === 'any' ? role : `${role} (${relation})`)).join(', ');
}

const errors = (): string =>
  table(
    ['code', 'HTTP', 'FHIR issue', 'repeat', 'meaning'],
    Object.entries(ERRORS).map(([code, { status, issue, retry, text }]) => [
      `\`${code}\``,
      `${status}`,
      issue,
      retry,
      text,
    ]),
  );

const SAYS_RIGHT: Readonly<Record<Right, string>> = {
  own: 'read, write own data',
  read: "read others' data",
  write: "write others' data",
};
const SAYS_BASIS: Readonly<Record<Basis, string>> = {
  own: 'yes',
  treating: 'treating',
  grant: 'consent',
  emergency: 'emergency',
};
const cell = (right: Right, subject: Subject): string =>
  ACCESS_MATRIX[right][subject].map((basis) => SAYS_BASIS[basis]).join(', ');

const access = (): string =>
  table(
    ['right', ...SUBJECTS.map((subject) => subject.replace('-', ' '))],
    RIGHTS.map((right) => [SAYS_RIGHT[right], ...SUBJECTS.map((subject) => cell(right, subject))]),
  );

const sections = (): string =>
  table(
    ['section', 'wrapped from the start for'],
    Object.entries(SECTION_RECIPIENTS).map(([section, parties]) => [section, [...parties, 'custodians'].join(', ')]),
  );

const recordTransactions = (): string =>
  table(
    ['transaction', 'endorsers'],
    (['patient', 'physician', 'researcher', 'case'] as const).flatMap((contract) =>
      Object.entries(TRANSACTIONS[contract]).map(([name, { endorsers }]) => [
        `${contract}:${name}`,
        endorsers.join(', '),
      ]),
    ),
  );

const recordQueries = (): string =>
  table(
    ['query', 'answered at'],
    (['patient', 'physician', 'researcher', 'case'] as const).flatMap((contract) =>
      Object.entries(QUERIES[contract] as Record<string, { readonly at?: string }>).map(([name, { at }]) => [
        `${contract}:${name}`,
        at ?? 'any member',
      ]),
    ),
  );

describe('the documentation agrees with the code', () => {
  it.each([
    ['prescription.md', 'transitions', transitions],
    ['records.md', 'access', access],
    ['records.md', 'sections', sections],
    ['records.md', 'transactions', recordTransactions],
    ['records.md', 'queries', recordQueries],
    ['errors.md', 'errors', errors],
  ])('in %s, table %s', (page, name, make) => {
    expect(inPage(page, name, make())).toBe(make());
  });
});
