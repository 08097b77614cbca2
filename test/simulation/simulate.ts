import { setMaxListeners } from 'node:events';
import { hearCrashes } from './crashes.ts';
import { ALWAYS, heal, IN_THE_END, watchViews } from './invariants.ts';
import type { Plan } from './plan.ts';
import type { Programs } from './programs.ts';
import { perform } from './workload.ts';
import { type Violation, World } from './world.ts';

/** What came of a run. */
export interface Outcome {
  /** Hash of everything that happened. */
  readonly hash: string;
  readonly violation: Violation | undefined;
  readonly virtualMs: number;
  /** How many invariants were checked. */
  readonly checks: number;
  readonly events: number;
  readonly commits: number;
  readonly confirmed: number;
  /** How much was judged in the end: open pages of the previous release, and texts that must be kept. */
  readonly judged: { readonly previous: number; readonly texts: number };
}

// Pages have more listeners on a signal than Node expects of a program.
setMaxListeners(1_000);

/** Lets a plan happen, and judges it: after each step, and in the end. What throws or rejects is judged too: it never rejects itself. */
export async function simulate(plan: Plan, programs: Programs, log?: (line: string) => void): Promise<Outcome> {
  const world = new World(plan.seed, programs, log);
  const { scheduler } = world;
  const judge = { checks: 0, leaptMs: 0 };
  const restore = hearCrashes((error) => world.crash(error));
  const { stackTraceLimit } = Error;
  // Stacks cost much, and only a log has them.
  if (!log) Error.stackTraceLimit = 0;
  try {
    await happen(world, plan, judge);
  } catch (error) {
    world.crash(error);
  } finally {
    restore();
    Error.stackTraceLimit = stackTraceLimit;
  }
  const outcome: Outcome = {
    hash: scheduler.hash(),
    violation: world.violations[0],
    virtualMs: scheduler.nowMs - judge.leaptMs,
    checks: judge.checks,
    events: scheduler.events,
    commits: [...world.histories.values()].reduce((sum, { events }) => sum + events.length, 0),
    confirmed: world.typed.filter(({ result }) => result?.status === 'confirmed').length,
    judged: world.judged,
  };
  world.end();
  return outcome;
}

async function happen(world: World, plan: Plan, judge: { checks: number; leaptMs: number }): Promise<void> {
  const { scheduler } = world;
  const isOver = (): boolean => world.violations.length > 0;
  const check = (): void => {
    for (const [name, finding] of Object.entries(ALWAYS)) {
      judge.checks++;
      const found = finding(world);
      if (found !== undefined) world.violate(name, found);
    }
  };
  watchViews(world);
  await world.begin();
  for (const step of plan.steps) {
    if (isOver()) return;
    const beforeMs = scheduler.nowMs;
    perform(world, step);
    judge.leaptMs += scheduler.nowMs - beforeMs;
    await scheduler.run(step.waitMs, isOver);
    check();
  }
  if (isOver()) return;
  const lacks = await heal(world);
  judge.checks += Object.keys(IN_THE_END).length;
  check();
  if (lacks && !isOver()) world.violate(...lacks);
}
