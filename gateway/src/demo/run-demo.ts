import { PARTS, type Cast } from './cast';
import type { Narrator } from './narrator';
import { Outsider } from './outsider';
import type { Person } from './person';
import { isExpected, Stage, Unexpected, type Row } from './stage';
import { storiesWith } from './stories';
import type { TestNetwork } from './test-network';

export interface DemoOutcome {
  readonly rows: readonly Row[];
  /** Every step came out as expected. */
  readonly isAsExpected: boolean;
}

/** Plays every story on a running network whose people are in the registry. */
export async function runDemo(
  network: TestNetwork,
  narrator: Narrator,
  revoke: (member: string, enrolmentId: string) => Promise<void>,
): Promise<DemoOutcome> {
  const stage = new Stage(narrator);
  const cast = await assemble(network);
  const stories = storiesWith(new Outsider(network), () => revoke('hospital', 'physician-2'));
  let isAsExpected = true;
  for (const story of stories) {
    stage.begin(story.title, story.lead);
    try {
      await story.play({ stage, cast });
    } catch (error) {
      isAsExpected = false;
      if (!(error instanceof Unexpected)) narrator.say(`  ✗ the story broke off: ${(error as Error).message}`);
    }
  }
  narrator.table(stage.rows);
  return { rows: stage.rows, isAsExpected: isAsExpected && stage.rows.every(isExpected) };
}

async function assemble(network: TestNetwork): Promise<Cast> {
  const entries = await Promise.all(
    Object.entries(PARTS).map(
      async ([part, { member, person }]) => [part, await network.person(member, person)] as const,
    ),
  );
  return Object.fromEntries<Person>(entries) as unknown as Cast;
}
