import { hearCrashes } from './crashes.ts';
import { type Plan, planOf, type StepKind } from './plan.ts';
import type { Programs } from './programs.ts';
import { EVEN } from './conditions.ts';
import { perform } from './workload.ts';
import { Violation, World } from './world.ts';

/** The invariant: see {@link compareWorlds}. */
export const SAME_BYTES = 'buyers get the same bytes';

/** What people do that no chance decides about. */
const KINDS: readonly StepKind[] = ['create', 'act', 'reply', 'message', 'escalate', 'grant', 'refresh', 'watch'];
/** Long enough for all that a step sets going. */
const WAIT_MS = 2_000;

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The steps of a seed that can be compared: people work, nothing goes wrong, and one thing happens after the other. */
export function evenPlanOf(seed: number, count: number): Plan {
  const { steps } = planOf(seed, count * 4);
  const kept = steps.filter(({ kind }) => KINDS.includes(kind)).slice(0, count);
  return { seed, steps: kept.map((step) => ({ ...step, waitMs: WAIT_MS })) };
}

/**
 * Lets a plan happen twice, once without what shop and staff write to each other, and compares all that the buyers get: texts, order, times,
 * positions and sizes, except which random ids there are.
 */
export async function compareWorlds(plan: Plan, programs: Programs): Promise<Violation | undefined> {
  const [one, other] = [await heardIn(plan, programs, false), await heardIn(plan, programs, true)];
  if (one instanceof Violation) return one;
  if (other instanceof Violation) return other;
  for (const [name, texts] of one) {
    const others = other.get(name) ?? [];
    const at = texts.findIndex((text, place) => text !== others[place]);
    if (at < 0 && others.length === texts.length) continue;
    const [text = '', alike = ''] = at < 0 ? ['', others[texts.length]] : [texts[at], others[at]];
    const from = [...text].findIndex((letter, place) => letter !== alike[place]);
    const cut = (whole: string): string => whole.slice(Math.max(0, from - 60), from + 60);
    return new Violation(SAME_BYTES, `${name} gets “${cut(text)}”, without staff messages “${cut(alike)}”`);
  }
  return undefined;
}

async function heardIn(
  plan: Plan,
  programs: Programs,
  isMute: boolean,
): Promise<ReadonlyMap<string, readonly string[]> | Violation> {
  const world = new World(plan.seed, programs, undefined, { conditions: EVEN, isMute });
  const restore = hearCrashes((error) => world.crash(error));
  try {
    await world.begin();
    for (const step of plan.steps) {
      perform(world, step);
      await world.scheduler.run(step.waitMs, () => world.violations.length > 0);
    }
  } catch (error) {
    world.crash(error);
  } finally {
    restore();
    world.end();
  }
  const [violation] = world.violations;
  return violation ?? new Map([...world.heard].map(([name, texts]) => [name, withoutIds(texts)]));
}

/** Puts tickets of a list that changed at once in the order of what they are: their random ids decide which one comes first. */
function withoutTies(text: string): string {
  const from = text.indexOf('{"tickets":[');
  if (from < 0) return text;
  const answer = JSON.parse(text.slice(from)) as { tickets: readonly { readonly updatedAtMs: number }[] };
  const ties: { readonly updatedAtMs: number }[][] = [];
  for (const ticket of answer.tickets) {
    const last = ties.at(-1);
    if (last?.[0]?.updatedAtMs === ticket.updatedAtMs) last.push(ticket);
    else ties.push([ticket]);
  }
  const tickets = ties.flatMap((tie) => tie.sort(byContent));
  return text.slice(0, from) + JSON.stringify({ ...answer, tickets });
}

const byContent = (one: unknown, other: unknown): number => (nameless(one) < nameless(other) ? -1 : 1);
const nameless = (value: unknown): string => JSON.stringify(value).replaceAll(ID, '');

/** Numbers random ids in the order in which they appear. */
function withoutIds(texts: readonly string[]): readonly string[] {
  const ids = new Map<string, string>();
  const number = (id: string): string => {
    if (!ids.has(id)) ids.set(id, `#${ids.size}`);
    return ids.get(id)!;
  };
  return texts.map((text) => withoutTies(text).replaceAll(ID, number));
}
