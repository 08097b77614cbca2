/** What can be made smaller. */
interface Steps {
  readonly steps: readonly unknown[];
}

/**
 * Leaves out steps for as long as the plan still fails: halves, then quarters, down to single steps.
 *
 * @param fails - whether a plan fails in the same way
 * @param most - runs at most
 */
export async function shrink<Plan extends Steps>(
  plan: Plan,
  fails: (plan: Plan) => Promise<boolean>,
  most = 150,
): Promise<Plan> {
  let { steps } = plan;
  let runs = 0;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length && runs < most;) {
      const without = [...steps.slice(0, from), ...steps.slice(from + size)];
      runs++;
      if (await fails({ ...plan, steps: without })) steps = without;
      else from += size;
    }
  }
  return { ...plan, steps };
}

/** Writes which steps of a plan are left, such as `3-5,9`. */
export function rangesOf(plan: Steps, kept: Steps): string {
  const numbers = plan.steps.flatMap((step, at) => (kept.steps.includes(step) ? [at] : []));
  const ranges: [number, number][] = [];
  for (const at of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === at - 1) last[1] = at;
    else ranges.push([at, at]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** Keeps the steps that {@link rangesOf} has written. */
export function only<Plan extends Steps>(plan: Plan, ranges: string): Plan {
  const parts = ranges.split(',').map((range) => range.split('-').map(Number));
  const isIn = (at: number): boolean => parts.some(([from = -1, to = from]) => at >= from && at <= to);
  return { ...plan, steps: plan.steps.filter((_, at) => isIn(at)) };
}
