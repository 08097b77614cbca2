import { Dice } from './random.ts';

/** What people do, and how often. */
const WORK = {
  create: 6,
  act: 14,
  reply: 14,
  message: 8,
  escalate: 8,
  type: 12,
  'send-typed': 6,
  watch: 4,
  batch: 2,
  refresh: 2,
  dismiss: 1,
} as const;

/** What goes wrong or changes meanwhile, and how often. */
const TROUBLE = {
  'open-tab': 4,
  'close-tab': 2,
  'type-and-leave': 3,
  reload: 4,
  'crash-tab': 4,
  'wake-tab': 3,
  'freeze-tab': 3,
  link: 5,
  mend: 4,
  buffer: 1,
  'crash-server': 3,
  'stop-server': 2,
  'start-server': 4,
  grant: 4,
  revoke: 3,
  'sign-in': 2,
  leap: 1,
  clock: 2,
  'server-clock': 2,
  good: 2,
  fair: 3,
  bad: 2,
  'full-disk': 1,
} as const;

export type StepKind = keyof typeof WORK | keyof typeof TROUBLE;

/** One thing that happens. `who`, `what` and `how` choose among what there is at that moment. */
export interface Step<Kind = StepKind> {
  readonly kind: Kind;
  readonly who: number;
  readonly what: number;
  readonly how: number;
  /** How long until the next one, in milliseconds. */
  readonly waitMs: number;
}

/** What happens in a run, as data, so that a part of it can be left out. */
export interface Plan {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** How much of each kind of trouble a seed has: none of some, plenty of others. Trouble that is everywhere hides what only some of it finds. */
const SHARES = [0, 0, 0.5, 1, 1, 3];
/** Mostly at once, so that things meet, and long enough for an answer. */
const WAITS_MS = [0, 0, 5, 80, 400, 1_500];
/** Sometimes long enough for what happens in silence. */
const LONG_WAITS_MS = [6_000, 12_000, 40_000];

/** What most seeds begin with: agents who may do everything, and something that shop and staff write to each other about. */
const PROLOGUE = ['grant', 'grant', 'escalate', 'escalate', 'escalate'] as const;
const PROLOGUE_MS = 400;

/** Makes the plan of a seed. */
export function planOf(seed: number, count: number): Plan {
  const dice = new Dice(seed, 'plan');
  const prologue = PROLOGUE.slice(0, dice.among([0, 2, PROLOGUE.length, PROLOGUE.length]));
  const weights: [StepKind, number][] = [];
  for (const [kind, weight] of Object.entries(WORK)) weights.push([kind as StepKind, weight * (0.5 + dice.unit())]);
  for (const [kind, weight] of Object.entries(TROUBLE)) weights.push([kind as StepKind, weight * dice.among(SHARES)]);
  const steps = Array.from({ length: count }, (_, at): Step => {
    const first = prologue[at];
    if (first) return { kind: first, who: at, what: dice.bits(), how: dice.bits(), waitMs: PROLOGUE_MS };
    const kind = dice.weighted(weights);
    const [who, what, how] = [dice.bits(), dice.bits(), dice.bits()];
    const waitMs = dice.among(dice.chance(0.04) ? LONG_WAITS_MS : WAITS_MS) * (0.5 + dice.unit());
    return { kind, who, what, how, waitMs };
  });
  return { seed, steps };
}
