import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser.mjs';
import { only, rangesOf, shrink } from '../simulation/shrink.ts';
import { explore, type Outcome } from './explore.ts';
import { FAULTS } from './faults.ts';
import { type Plan, planOf } from './plan.ts';
import { plantedDemo } from './planted.ts';

const USAGE = `npm run explore -- [options]
  --minutes 5        runs one seed after another for as long
  --from 1           the first of them
  --steps 120        steps of each plan
  --seed 7           runs one seed, and prints what it does
  --only 3-5,9       of that seed, only these steps
  --shrink           leaves out steps of the seed's plan for as long as it fails in the same way
  --fault name       plants a fault first; --faults plants each, and prints how many seeds it takes to find it
  --on               goes on after a seed that failed`;

const SEEDS_FOR_A_FAULT = 12;

/** `npm run explore`: see docs/simulation.md. @returns the exit code */
export async function command(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '5' },
      from: { type: 'string', default: '1' },
      steps: { type: 'string', default: '120' },
      seed: { type: 'string' },
      only: { type: 'string' },
      shrink: { type: 'boolean', default: false },
      fault: { type: 'string' },
      faults: { type: 'boolean', default: false },
      on: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const steps = Number(values.steps);
  const browser = await chromium.launch(launchOptions());
  try {
    if (values.faults) return await findFaults(steps, Number(values.from));
    const planted = await plantedDemo(values.fault);
    try {
      const run = (plan: Plan, more: { untilMs?: number; log?: (line: string) => void } = {}) =>
        explore(browser, plan, { ...more, ...(planted ? { main: planted.main } : {}) });
      if (values.seed === undefined) return await runSeeds(run);
      return await runSeed(run, Number(values.seed));
    } finally {
      await planted?.remove();
    }
  } finally {
    await browser.close();
  }

  type Run = (plan: Plan, more?: { untilMs?: number; log?: (line: string) => void }) => Promise<Outcome>;

  async function runSeed(run: Run, seed: number): Promise<number> {
    const whole = planOf(seed, steps);
    const plan = values.only === undefined ? whole : only(whole, values.only);
    const { violation } = await run(plan, { log: (line) => console.log(`  ${line}`) });
    console.log(violation ? `✗ ${violation.message}` : '✓ Everything holds.');
    if (!violation) return 0;
    if (values.shrink) {
      const fails = async (smaller: Plan) => (await run(smaller)).violation?.invariant === violation.invariant;
      const smallest = await shrink(plan, fails, 40);
      console.log(
        `${smallest.steps.length} of ${plan.steps.length} steps are needed:\n  ${replay(seed, rangesOf(whole, smallest))}`,
      );
    }
    return 1;
  }

  async function runSeeds(run: Run): Promise<number> {
    const began = performance.now();
    const untilMs = began + Number(values.minutes) * 60_000;
    const total = { seeds: 0, actions: 0, typed: 0, sent: 0, failed: 0 };
    for (let seed = Number(values.from); performance.now() < untilMs; seed++) {
      const { violation, trail, typed, sent } = await run(planOf(seed, steps), { untilMs });
      total.seeds++;
      total.actions += trail.length;
      total.typed += typed;
      total.sent += sent;
      if (!violation) continue;
      total.failed++;
      console.log(
        `✗ seed ${seed}: ${violation.message}\n${trail
          .slice(-12)
          .map((line) => `    ${line}`)
          .join('\n')}\n  ${replay(seed)}`,
      );
      if (!values.on) break;
    }
    const minutes = (performance.now() - began) / 60_000;
    console.log(
      `${total.seeds} seeds, ${total.actions} actions, ${total.typed} texts typed and ${total.sent} of them sent in ${minutes.toFixed(1)} minutes: ${total.failed} seeds failed.`,
    );
    return total.failed > 0 ? 1 : 0;
  }

  async function findFaults(count: number, from: number): Promise<number> {
    let missed = 0;
    for (const { name } of FAULTS) {
      const planted = await plantedDemo(name);
      let found: string | undefined;
      for (let seed = from; seed < from + SEEDS_FOR_A_FAULT && found === undefined; seed++) {
        const { violation, trail } = await explore(browser, planOf(seed, count), planted ? { main: planted.main } : {});
        if (violation) found = `${seed - from + 1} seeds, ${trail.length} actions of the last: ${violation.message}`;
      }
      await planted?.remove();
      if (found === undefined) missed++;
      console.log(`${found === undefined ? '✗' : '✓'} ${name}: ${found ?? 'not found'}`);
    }
    return missed > 0 ? 1 : 0;
  }

  function replay(seed: number, ranges?: string): string {
    const fault = values.fault === undefined ? '' : ` --fault '${values.fault}'`;
    return `npm run explore -- --seed ${seed} --steps ${steps}${fault}${ranges === undefined ? '' : ` --only ${ranges}`}`;
  }
}
