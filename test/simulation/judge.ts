import { planOf } from './plan.ts';
import type { Programs } from './programs.ts';
import { type Outcome, simulate } from './simulate.ts';
import { compareWorlds, evenPlanOf } from './two-worlds.ts';

/** Of so many seeds one is compared with a world without staff messages too. */
const COMPARED = 4;

/** Judges a seed in every way. */
export async function judge(seed: number, steps: number, programs: Programs): Promise<Outcome> {
  const outcome = await simulate(planOf(seed, steps), programs);
  if (outcome.violation || seed % COMPARED > 0) return outcome;
  return { ...outcome, violation: await compareWorlds(evenPlanOf(seed, Math.ceil(steps / 2)), programs) };
}
