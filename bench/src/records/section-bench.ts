import { sdkAsDocumented, sdkWithFastSigner } from '../bare-sdk';
import type { Consortium } from '../consortium';
import { httpClient } from '../http-client';
import { inTurn, load, middle, type LoadResult } from '../load';
import { figure, type Figure } from '../report';
import { openCases, placesIn } from './places';
import { sectionsThroughGateway, sectionsThroughSdk, type SectionClient } from './section-clients';

type Report = (figure: Figure) => void;

const IN_FLIGHT = 16;
/** Calls in a round of one in flight, and of many. */
const SINGLE = 30;
const MANY = 160;
const CASES = 120;

const WRITE_GOAL = { atLeast: 0.85 };
const READ_GOAL = { atMost: 1.3 };

type Round = (each: SectionClient, count: number, inFlight: number) => Promise<LoadResult>;

/** Sections written and read through HTTP, against the bare SDK that submits the same. */
export async function benchSections(consortium: Consortium, report: Report, rounds: number): Promise<void> {
  const authorization = `Bearer ${await consortium.token('hospital', 'physician-1')}`;
  const http = httpClient(`${consortium.hospital.gateway}/v1`, { authorization });
  const sdks = [sdkAsDocumented(consortium), sdkWithFastSigner(consortium)];
  try {
    const ours = sectionsThroughGateway(http);
    const bare = sdks.map((sdk) => sectionsThroughSdk(sdk, http));
    const cases = await openCases(http, CASES);
    const places = placesIn(cases);
    const write: Round = async (each, count, inFlight) => {
      const calls = await Promise.all(places(count).map((place) => each.toWrite(place)));
      return load(count, inFlight, (index) => calls[index]!());
    };
    const read: Round = (each, count, inFlight) =>
      load(count, inFlight, (index) => each.toRead(cases[index % cases.length]!)());
    await compare('record write', { ours, bare, rounds, run: write }, WRITE_GOAL, report);
    await compare('record read', { ours, bare, rounds, run: read }, READ_GOAL, report);
  } finally {
    http.close();
    for (const sdk of sdks) sdk.close();
  }
}

interface Match {
  readonly ours: SectionClient;
  readonly bare: readonly SectionClient[];
  readonly rounds: number;
  readonly run: Round;
}

/** Writes are held against each other by how many a second, reads by how long one takes. */
async function compare(
  bench: string,
  { ours, bare, rounds, run }: Match,
  goal: typeof WRITE_GOAL | typeof READ_GOAL,
  report: Report,
): Promise<void> {
  const all = [ours, ...bare];
  // Every section gets its first version here, so that there is something to read.
  for (const each of all) await run(each, CASES, IN_FLIGHT);
  for (const [inFlight, count] of [
    [1, SINGLE],
    [IN_FLIGHT, MANY],
  ] as const) {
    const results = await inTurn(all, rounds, (each) => run(each, count, inFlight));
    const isRate = 'atLeast' in goal;
    const of = (each: SectionClient): number =>
      middle(results.get(each)!.map(({ perSecond, median }) => (isRate ? perSecond : median)));
    const unit = isRate ? '1/s' : 'ms';
    bare.forEach((each, index) => {
      const metric = `${inFlight} in flight, against ${each.name}`;
      const judged = index === 0 ? { goal } : {};
      report(figure({ bench, metric, value: of(ours), unit, reference: of(each), ...judged }));
    });
  }
}
