import '../src/quiet';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUERIES, TRANSACTIONS } from '../src/api';
import { contracts } from '../src/contracts';
import { createMetadataChaincode } from '../src/shim-internals';

const GOLDEN = join(__dirname, 'golden', 'contract-metadata.json');

interface Metadata {
  readonly contracts: Readonly<
    Record<
      string,
      { readonly transactions: readonly { name: string; tag: string[]; returns?: object; parameters?: object[] }[] }
    >
  >;
}

function metadata(): Metadata {
  const chaincode = createMetadataChaincode(contracts);
  return JSON.parse(JSON.stringify(chaincode.metadata)) as Metadata;
}

const SYSTEM = 'org.hyperledger.fabric';

describe('contract metadata', () => {
  it('is the committed one (RENEW_GOLDEN=1 writes it anew)', () => {
    const text = `${JSON.stringify(metadata(), null, 2)}\n`;
    if (process.env['RENEW_GOLDEN'] === '1') writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('has exactly the transactions and queries of the table, each with one string in and one out', () => {
    const found = Object.entries(metadata().contracts)
      .filter(([name]) => name !== SYSTEM)
      .flatMap(([, { transactions }]) => transactions);
    const named = (table: Readonly<Record<string, object>>): string[] =>
      Object.entries(table).flatMap(([contract, names]) => Object.keys(names).map((name) => `${contract}:${name}`));
    const tagged = (tag: string): string[] =>
      Object.entries(metadata().contracts)
        .filter(([name]) => name !== SYSTEM)
        .flatMap(([contract, { transactions }]) =>
          transactions.filter((entry) => entry.tag.includes(tag)).map(({ name }) => `${contract}:${name}`),
        );
    expect(tagged('SUBMIT').sort()).toEqual(named(TRANSACTIONS).sort());
    expect(tagged('EVALUATE').sort()).toEqual(named(QUERIES).sort());
    found.forEach(({ parameters, returns }) => {
      expect(parameters).toHaveLength(1);
      expect(parameters?.[0]).toMatchObject({ schema: { type: 'string' } });
      expect(returns).toMatchObject({ type: 'string' });
    });
  });
});
