import { sdkAsDocumented, sdkWithFastSigner } from './bare-sdk';
import { throughGateway, throughSample, throughSdk, type Competitor } from './competitors';
import type { Consortium } from './consortium';
import { inTurn, load, middle, openLoad, type LoadResult } from './load';
import { figure, type Figure, type Goal } from './report';
import { startSample } from './sample/start-sample';

type Report = (figure: Figure) => void;

interface Work {
  readonly name: 'submit' | 'evaluate';
  /** Calls in a round of one in flight, of many, and at half load. */
  readonly single: number;
  readonly many: number;
  readonly half: number;
  run(competitor: Competitor): Promise<unknown>;
}

interface Field {
  readonly http: Competitor;
  readonly documented: Competitor;
  readonly fast: Competitor;
  readonly sample: Competitor;
}

const IN_FLIGHT = 64;

/**
 * HTTP through the gateway against the bare SDK, as documented and with our signer, and against the front and the contract of
 * Fabric's samples; in turn, round by round.
 */
export async function benchGateway(
  consortium: Consortium,
  report: Report,
  { rounds, samplePorts }: { readonly rounds: number; readonly samplePorts: number },
): Promise<void> {
  const sample = await startSample(consortium, samplePorts);
  const field: Field = {
    http: await throughGateway(consortium),
    documented: throughSdk(sdkAsDocumented(consortium)),
    fast: throughSdk(sdkWithFastSigner(consortium)),
    sample: throughSample(sample),
  };
  const all = Object.values(field) as readonly Competitor[];
  try {
    const ids = new Map<Competitor, string>();
    for (const competitor of all) ids.set(competitor, await competitor.submit());
    const works: Work[] = [
      { name: 'submit', single: 50, many: 600, half: 300, run: (competitor) => competitor.submit() },
      { name: 'evaluate', single: 100, many: 2000, half: 1500, run: (each) => each.evaluate(ids.get(each)!) },
    ];
    for (const work of works) await measure(work, field, rounds, report);
  } finally {
    for (const competitor of all) competitor.close();
    await sample.stop();
  }
}

async function measure(work: Work, field: Field, rounds: number, report: Report): Promise<void> {
  const all = Object.values(field) as readonly Competitor[];
  for (const competitor of all) await load(work.many / 2, IN_FLIGHT, () => work.run(competitor));
  const single = await inTurn(all, rounds, (each) => load(work.single, 1, () => work.run(each)));
  const many = await inTurn(all, rounds, (each) => load(work.many, IN_FLIGHT, () => work.run(each)));
  reportMany(work.name, field, many, report);
  reportSingle(work.name, field, single, report);
  const rate = middle(many.get(field.http)!.map(({ perSecond }) => perSecond)) / 2;
  // The bare SDK at the same rate tells how much of the spread is the network's own.
  const both = [field.http, field.documented];
  const half = await inTurn(both, rounds, (each) => openLoad(work.half, rate, () => work.run(each)));
  for (const each of both) reportHalf(work.name, each, rate, half.get(each)!, each === field.http, report);
}

type Results = ReadonlyMap<Competitor, readonly LoadResult[]>;

const GOALS: Readonly<Record<Work['name'], Readonly<Record<'documented' | 'fast' | 'sample', Goal | undefined>>>> = {
  submit: { documented: { atLeast: 1 }, fast: { atLeast: 0.9 }, sample: { atLeast: 1.1 } },
  evaluate: { documented: { atLeast: 0.9 }, fast: { atLeast: 0.8 }, sample: undefined },
};

function reportMany(name: Work['name'], field: Field, many: Results, report: Report): void {
  const rate = (of: Competitor): number => middle(many.get(of)!.map(({ perSecond }) => perSecond));
  const p99 = (of: Competitor): number => middle(many.get(of)!.map((result) => result.p99));
  const bench = `gateway ${name}`;
  const [http, documented] = [p99(field.http), p99(field.documented)];
  for (const against of ['documented', 'fast', 'sample'] as const) {
    const goal = GOALS[name][against];
    report(
      figure({
        bench,
        metric: `${IN_FLIGHT} in flight, against ${field[against].name}`,
        value: rate(field.http),
        unit: '1/s',
        reference: rate(field[against]),
        ...(goal === undefined ? {} : { goal }),
      }),
    );
  }
  report(figure({ bench, metric: `${IN_FLIGHT} in flight, p99`, value: http, unit: 'ms', reference: documented }));
}

function reportSingle(name: Work['name'], field: Field, single: Results, report: Report): void {
  const latency = (of: Competitor): number => middle(single.get(of)!.map(({ median }) => median));
  const bench = `gateway ${name}`;
  const goal = name === 'submit' ? { goal: { atMost: 3 } } : {};
  const added = latency(field.http) - latency(field.documented);
  report(figure({ bench, metric: 'one in flight, median', value: latency(field.http), unit: 'ms' }));
  report(figure({ bench, metric: 'added at the median, one in flight', value: added, unit: 'ms', ...goal }));
}

function reportHalf(
  name: Work['name'],
  competitor: Competitor,
  rate: number,
  results: readonly LoadResult[],
  isJudged: boolean,
  report: Report,
): void {
  report(
    figure({
      bench: `gateway ${name}`,
      metric: `${rate.toFixed(0)} a second, p99 to p50, ${competitor.name}`,
      value: middle(results.map(({ p99 }) => p99)),
      unit: 'ms',
      reference: middle(results.map(({ median }) => median)),
      ...(isJudged ? { goal: { atMost: 2 } } : {}),
    }),
  );
}
