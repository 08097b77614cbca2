import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { FAULTS } from './faults.ts';
import { judge } from './judge.ts';
import { planOf } from './plan.ts';
import { type Found, rowOf, type Share, share, sum, type Total, ZERO } from './shares.ts';
import { buildPrograms, previousPrograms, type Programs } from './programs.ts';
import { only, rangesOf, shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { compareWorlds, evenPlanOf, SAME_BYTES } from './two-worlds.ts';
import type { Violation } from './world.ts';

const USAGE = `npm run simulate -- [options]
  --seeds 100        how many seeds to run
  --from 1           the first of them
  --steps 60         steps of each plan
  --processes 2      how many take part; as many as there are cores
  --seed 7           runs one seed, and prints the hash of its trace
  --only 3-5,9       of that seed, only these steps
  --versions         about half of the pages and servers are the previous release
  --worlds           of that seed, compares what buyers get with and without staff messages
  --log              prints everything that happens
  --shrink           leaves out steps of the seed's plan for as long as it fails
  --fault name       plants a fault first; --faults plants each, and prints how many seeds it takes to find it`;

/** Code of so many closures is not worth compiling again and again: only after eight times as much work as usual. */
const FLAGS = '--interrupt-budget=1000000';

/** `npm run simulate`: see docs/simulation.md. @returns the exit code */
export async function command(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      steps: { type: 'string', default: '60' },
      only: { type: 'string' },
      fault: { type: 'string' },
      faults: { type: 'boolean', default: false },
      processes: { type: 'string', default: String(availableParallelism()) },
      part: { type: 'string' },
      log: { type: 'boolean', default: false },
      shrink: { type: 'boolean', default: false },
      versions: { type: 'boolean', default: false },
      worlds: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [from, seeds, steps] = [Number(values.from), Number(values.seeds), Number(values.steps)];
  if (values.seed === undefined) {
    const processes = Math.max(1, Math.min(Number(values.processes), values.faults ? FAULTS.length : seeds));
    const { part, fault, versions } = values;
    if (part === undefined) return share(args, processes, values.faults, seeds);
    setFlagsFromString(FLAGS);
    const mine = { from, seeds, steps, fault, versions, part };
    return values.faults ? findFaults(mine) : runSeeds(mine);
  }
  const programs = await programsWith(values);
  const whole = planOf(Number(values.seed), steps);
  const plan = values.only === undefined ? whole : only(whole, values.only);
  const log = values.log
    ? (line: string) => void process.stdout.write(`${line.slice(0, 6_000).trimEnd()}\n`)
    : undefined;
  if (values.worlds) {
    const different = await compareWorlds(evenPlanOf(plan.seed, Math.ceil(steps / 2)), programs);
    console.log(different?.message ?? 'Both worlds are the same to buyers.');
    return different ? 1 : 0;
  }
  const { hash, violation } = await simulate(plan, programs, log);
  console.log(`Trace ${hash}. ${violation?.message ?? 'Everything holds.'}`);
  if (!violation) return 0;
  if (values.shrink) {
    const smallest = await shrink(plan, async (smaller) => {
      const outcome = await simulate(smaller, programs);
      return outcome.violation?.invariant === violation.invariant;
    });
    console.log(
      `${smallest.steps.length} of ${plan.steps.length} steps are needed:\n  ${replay({ ...values, seed: plan.seed, steps }, violation, rangesOf(whole, smallest))}`,
    );
  }
  return 1;
}

/** Which programs run. */
interface Choice {
  readonly fault?: string | undefined;
  /** Half of them are of the previous release. */
  readonly versions: boolean;
}

const replay = (
  { seed, steps, fault, versions }: Choice & { readonly seed: number; readonly steps: number },
  { invariant }: Violation,
  ranges?: string,
): string =>
  `npm run simulate -- --seed ${seed} --steps ${steps}` +
  (fault === undefined ? '' : ` --fault '${fault}'`) +
  (versions ? ' --versions' : '') +
  (invariant === SAME_BYTES ? ' --worlds' : '') +
  (ranges === undefined ? '' : ` --only ${ranges}`);

async function programsWith({ fault: name, versions }: Choice): Promise<Programs> {
  const fault = FAULTS.find((each) => each.name === name);
  if (name !== undefined && !fault)
    throw new Error(`There is no fault “${name}”: ${FAULTS.map((each) => each.name).join(', ')}.`);
  const present = await buildPrograms(fault?.patches);
  return versions ? { ...present, previous: await previousPrograms() } : present;
}

/** Every seed of a share. Another process adds the figures up. */
async function runSeeds(mine: Share): Promise<number> {
  const { from, seeds, steps } = mine;
  const [part = 1, of = 1] = mine.part.split('/').map(Number);
  const programs = await programsWith(mine);
  let total: Total = ZERO;
  for (let seed = from + part - 1; seed < from + seeds; seed += of) {
    const outcome = await judge(seed, steps, programs);
    total = sum(total, { ...outcome, seeds: 1, failed: outcome.violation ? 1 : 0 });
    if (outcome.violation)
      console.log(`${outcome.violation.message.slice(0, 1_000)}\n  ${replay({ ...mine, seed }, outcome.violation)}`);
  }
  process.send?.(total);
  return total.failed > 0 ? 1 : 0;
}

/** Plants each fault of a share. Another process prints the table of docs/simulation.md. */
async function findFaults(mine: Share): Promise<number> {
  const [part = 1, of = 1] = mine.part.split('/').map(Number);
  const found: Found[] = [];
  for (const [at, { name, patches }] of FAULTS.entries()) {
    if (at % of !== part - 1 || (mine.fault !== undefined && mine.fault !== name)) continue;
    const programs = await buildPrograms(patches);
    const one = { name, ...(await firstFailure(programs, mine)) };
    found.push(one);
    process.stderr.write(`${rowOf(one, mine.seeds)}\n`);
  }
  process.send?.(found);
  return found.every(({ seed }) => seed !== undefined) ? 0 : 1;
}

async function firstFailure(programs: Programs, { from, seeds, steps }: Share): Promise<Omit<Found, 'name'>> {
  for (let seed = from; seed < from + seeds; seed++) {
    const { violation } = await judge(seed, steps, programs);
    if (violation) return { seed: seed - from + 1, invariant: violation.invariant };
  }
  return {};
}
