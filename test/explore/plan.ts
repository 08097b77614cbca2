import type { Step as SimulatedStep } from '../simulation/plan.ts';
import { Dice } from '../simulation/random.ts';

/** What people do, and how often. */
const WORK = {
  press: 18,
  open: 14,
  act: 22,
  type: 16,
  fill: 8,
  send: 10,
  ask: 4,
  erase: 2,
  shortcut: 8,
  picture: 3,
  conversation: 7,
} as const;

/** What happens meanwhile, and how often. */
const AROUND = {
  wait: 3,
  language: 2,
  theme: 1,
  direction: 1,
  offline: 3,
  online: 4,
  reload: 3,
  reopen: 3,
  'open-tab': 2,
  'close-tab': 2,
  back: 2,
  forward: 1,
  account: 1,
  permission: 2,
} as const;

export type StepKind = keyof typeof WORK | keyof typeof AROUND;

/** Who, what and how are from 0 to below 1. */
export type Step = SimulatedStep<StepKind>;

/** What happens in a run, as data, so that a part of it can be left out. */
export interface Plan {
  readonly seed: number;
  /** How long a minute of the demo's deadlines lasts: from never to soon. */
  readonly minuteMs: number;
  readonly steps: readonly Step[];
}

/** How much of each kind of trouble a seed has: none of some, plenty of others. Trouble that is everywhere hides what only some of it finds. */
const SHARES = [0, 0.5, 1, 1, 2];
const MINUTES_MS = [600_000, 600_000, 30_000, 6_000];
/** Mostly at once, so that things meet, and sometimes long enough for an answer. */
const WAITS_MS = [0, 0, 30, 150, 600];
/** The buyer asks for something first. */
const BEGINNING = 1;

/** Makes the plan of a seed. */
export function planOf(seed: number, count: number): Plan {
  const dice = new Dice(seed, 'explore');
  const minuteMs = dice.among(MINUTES_MS);
  const weights = [
    ...Object.entries(WORK).map(([kind, weight]) => [kind as StepKind, weight * (0.5 + dice.unit())] as const),
    ...Object.entries(AROUND).map(([kind, weight]) => [kind as StepKind, weight * dice.among(SHARES)] as const),
  ];
  const steps = Array.from({ length: count }, (_, at): Step => {
    const kind = dice.weighted(weights);
    const [who, what, how] = [dice.unit(), dice.unit(), dice.unit()];
    return { kind: at < BEGINNING ? 'ask' : kind, who, what, how, waitMs: dice.among(WAITS_MS) };
  });
  return { seed, minuteMs, steps };
}
