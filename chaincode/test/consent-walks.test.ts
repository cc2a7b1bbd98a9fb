import * as fc from 'fast-check';
import { SECTIONS, type GrantView, type ReceiptView, type Section } from '../src/api';
import type { Consortium } from './support/consortium';
import { PEOPLE, type Person } from './support/people';
import { RecordCase, recordConsortium } from './support/record-case';
import { heard } from './support/verdict';

const MINUTE = 60_000;
/** Who may be let in: persons, and an organisation with two people. */
const READERS: readonly Person[] = [PEOPLE.dispenser, PEOPLE.secondDispenser, PEOPLE.payer, PEOPLE.northPhysician];
const GRANTEES: readonly string[] = [...READERS.map(({ id }) => id), 'PharmacyMSP'];

type Step =
  | { readonly kind: 'give'; readonly grantee: number; readonly sections: readonly Section[]; readonly minutes: number }
  | { readonly kind: 'revoke'; readonly grant: number }
  | { readonly kind: 'wait'; readonly minutes: number }
  | {
      readonly kind: 'open';
      readonly isEntitled: boolean;
      readonly reader: number;
      readonly grant: number;
      readonly section: Section;
    }
  | { readonly kind: 'read'; readonly grant: number };

const any = fc.noBias(fc.nat({ max: 99 }));
const section = fc.constantFrom(...SECTIONS);
const sections = fc.uniqueArray(section, { minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('give' as const), grantee: any, sections, minutes: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('revoke' as const), grant: any }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ kind: fc.constant('open' as const), isEntitled: fc.boolean(), reader: any, grant: any, section }),
  fc.record({ kind: fc.constant('read' as const), grant: any }),
);

const pick = <T>(from: readonly T[], number: number): T | undefined => from[number % from.length];

/** A consent as the walk remembers it, apart from the ledger. */
interface Remembered {
  readonly grant: GrantView;
  isRevoked: boolean;
}

describe('walks of giving, taking back, waiting and reading', () => {
  let consortium: Consortium;
  const taken = { granted: 0, refused: 0 };

  beforeAll(async () => {
    consortium = await recordConsortium();
  });

  afterAll(() => consortium.close());

  const isLetIn = ({ grant, isRevoked }: Remembered, reader: Person, wanted: readonly Section[], at: number): boolean =>
    !isRevoked &&
    at < grant.until &&
    [reader.id, reader.mspId].includes(grant.grantee as Person['id']) &&
    wanted.every((one) => grant.sections.includes(one));

  /** Whoever the consent names, where somebody entitled is wanted: of four people and four sections drawn blindly one in ten is. */
  const openingOf = (
    { isEntitled, reader, section: drawn }: Step & { kind: 'open' },
    { grant }: Remembered,
  ): { reader: Person; wanted: Section } => {
    const named = READERS.filter(({ id, mspId }) => [id, mspId].includes(grant.grantee as Person['id']));
    return isEntitled
      ? { reader: pick(named, reader)!, wanted: pick(grant.sections, reader)! }
      : { reader: pick(READERS, reader)!, wanted: drawn };
  };

  async function walk(steps: readonly Step[]): Promise<void> {
    const record = new RecordCase(consortium);
    await record.opened();
    const given: Remembered[] = [];
    const opened: { receipt: ReceiptView; reader: Person; consent: Remembered }[] = [];
    let at = consortium.network.now();
    for (const next of steps) {
      at += 1;
      if (next.kind === 'wait') at += next.minutes * MINUTE;
      if (next.kind === 'give') {
        const change = {
          grantee: pick(GRANTEES, next.grantee),
          sections: next.sections,
          until: at + next.minutes * MINUTE,
        };
        given.push({ grant: await record.must({ ...record.giveCall(change), at }), isRevoked: false });
      }
      if (next.kind === 'revoke') {
        const consent = pick(given, next.grant);
        if (consent === undefined || consent.isRevoked) continue;
        await record.must({ ...record.revokeCall(consent.grant.id), at });
        consent.isRevoked = true;
      }
      if (next.kind === 'open') {
        const consent = pick(given, next.grant);
        if (consent === undefined) continue;
        const { reader, wanted } = openingOf(next, consent);
        const claim = { basis: 'grant', purpose: 'care', grant: consent.grant.id, sections: [wanted] };
        const answer = await record.submit<ReceiptView>({ ...record.receiptCall(reader, claim), at });
        expect(answer.isDone).toBe(isLetIn(consent, reader, [wanted], at));
        if (answer.isDone) opened.push({ receipt: answer.view, reader, consent });
        taken[answer.isDone ? 'granted' : 'refused'] += 1;
      }
      if (next.kind === 'read') {
        const window = pick(opened, next.grant);
        if (window === undefined) continue;
        const { receipt, reader, consent } = window;
        const [named] = receipt.sections;
        const code = heard(await record.read(reader, receipt.id, { section: named }, at));
        const mayRead = at < receipt.until && isLetIn(consent, reader, receipt.sections, at);
        // Nothing was written in the section: who hears that has passed every check.
        expect(code === 'CASE_SECTION_EMPTY').toBe(mayRead);
        taken[mayRead ? 'granted' : 'refused'] += 1;
      }
    }
  }

  it('let in just those whom a live consent lets in, whatever came before', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40, size: 'max' }), walk), {
      numRuns: 40,
      endOnFailure: true,
      seed: Number(process.env['WALK_SEED'] ?? Date.now() % 2 ** 31),
    });
    // A walk in which nobody was let in, or nobody was kept out, would prove nothing.
    expect(Math.min(taken.granted, taken.refused)).toBeGreaterThan(20);
  });
});
