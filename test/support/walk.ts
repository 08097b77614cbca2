import { builtInTypes, type Party, type Policy, type TicketType } from '@sidecard/core';
import {
  abstractState,
  type Actor,
  type Command,
  decide,
  type DecideContext,
  indexTypes,
  type LimitContext,
  type Transition,
  transitionLimits,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core/authoring';
import { scheduledDeadlines } from '@sidecard/core/server';
import {
  limitsOfPart,
  type ReceivedState,
  type Field,
  type FieldLimits,
  type FieldValue,
  type FieldValues,
  isOpen,
} from '@sidecard/core/wire';
import { actor, contextAt, fold, POLICY, RETURN_ADDRESS } from './tickets.ts';

/** A step that happened in the walk. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly command: Command;
  readonly by: Party;
  /** The row that was taken. */
  readonly transition: Transition;
  readonly before: Ticket;
  readonly after: Ticket;
  readonly events: readonly TicketEvent[];
  /** The ticket that it opens. */
  readonly opened?: Ticket;
}

/** Everything that can happen to a type's tickets. */
export interface Walk {
  /** The states in which the walk began. */
  readonly starts: readonly string[];
  /** One ticket for each state. */
  readonly states: ReadonlyMap<string, Ticket>;
  readonly steps: readonly Step[];
  /** The situation in which all of it happens, at a moment. */
  readonly contextAt: (now: number) => DecideContext;
}

/**
 * Walks every state that tickets can reach from `starts`, by every row with every way of filling its form that matters.
 *
 * @param related - the order's other tickets, all the while
 * @param keyOf - of tickets with the same key, only the first is gone on from
 * @param leftOut - rows that nobody takes
 * @param limit - how many states are gone on from
 */
export function walk(
  type: TicketType,
  starts: readonly Ticket[],
  policy: Policy = POLICY,
  related: readonly Ticket[] = [],
  keyOf = abstractState,
  leftOut: (transition: Transition) => boolean = () => false,
  limit = Infinity,
): Walk {
  const states = new Map<string, Ticket>(starts.map((ticket) => [keyOf(ticket), ticket]));
  const began = [...states.keys()];
  const steps: Step[] = [];
  const types = indexTypes([...builtInTypes, type]);
  const situation = (now: number) => contextAt(now, { policy, types, related, colleagues: COLLEAGUES });
  let left = limit;
  for (const [from, before] of states) {
    if (left-- <= 0) break;
    for (const ticket of [before, claimed(before)]) {
      // What a claim changes is the rows about claims.
      const rows = type.transitions.filter(
        (transition) =>
          names(transition, ticket) && !leftOut(transition) && (ticket === before || isRelease(transition)),
      );
      const here = situation(ticket.updatedAtMs);
      for (const { transition: tried, command, by, now } of rows.flatMap((row) => [
        ...attemptsAt(row, type, ticket, here),
      ])) {
        const decision = decide(ticket, command, by, situation(now));
        if (!decision.ok) continue;
        const after = fold(ticket, decision.value);
        const transition = rowOf(type, ticket, command, by.party, policy, after) ?? tried;
        const to = keyOf(after);
        if (!states.has(to)) states.set(to, { ...after, history: after.history.slice(-1) });
        const { value: events, spawned } = decision;
        const opened = spawned && { opened: fold(undefined, spawned) };
        steps.push({ from, to, command, by: by.party, transition, before: ticket, after, events, ...opened });
      }
    }
  }
  return { starts: began, states, steps, contextAt: situation };
}

/** Several walks of a type as one. */
export function together([first, ...others]: readonly [Walk, ...Walk[]]): Walk {
  return {
    ...first,
    starts: [...new Set([first, ...others].flatMap(({ starts }) => starts))],
    states: new Map([...others, first].flatMap(({ states }) => [...states])),
    steps: [first, ...others].flatMap(({ steps }) => steps),
  };
}

/** What is left of a walk when nobody takes some of its steps. */
export function walkWithout(walked: Walk, gone: (step: Step) => boolean): Walk {
  const left = walked.steps.filter((step) => !gone(step));
  const next = new Map<string, Set<string>>();
  for (const { from, to } of left) {
    const known = next.get(from);
    if (known) known.add(to);
    else next.set(from, new Set([to]));
  }
  // a set grows while it is gone through
  const reached = new Set(walked.starts);
  for (const from of reached) for (const to of next.get(from) ?? []) reached.add(to);
  return {
    ...walked,
    states: new Map([...walked.states].filter(([key]) => reached.has(key))),
    steps: left.filter(({ from }) => reached.has(from)),
  };
}

function claimed(ticket: Ticket): Ticket {
  const { accountId, name } = actor('merchant');
  return isOpen(ticket.workflow) ? { ...ticket, claim: { accountId, name, untilMs: ticket.updatedAtMs } } : ticket;
}

/** To whom tickets are handed over. */
const COLLEAGUES = [{ accountId: 'colleague', name: 'A colleague' }];

const isRelease = ({ effects }: Transition) => effects?.some(({ effect }) => effect === 'release') === true;
const names = ({ from }: Transition, { workflow }: Ticket) =>
  typeof from === 'string' ? from === workflow : from.includes(workflow);

/** Whether a row applies to a ticket as it stands: written here anew, so that the rules are not held to themselves. */
export function applies(transition: Transition, type: TicketType, ticket: Ticket, policy: Policy): boolean {
  return (
    names(transition, ticket) &&
    (transition.whileIntervention ?? ['none']).includes(ticket.intervention) &&
    (transition.when ?? []).every((guard) => type.guards[guard]?.(ticket, policy))
  );
}

/** The row that a command takes: the first that applies, for a timer the first without an obstacle. */
function rowOf(
  type: TicketType,
  ticket: Ticket,
  command: Command,
  by: Party,
  policy: Policy,
  after: Ticket,
): Transition | undefined {
  return type.transitions.find(
    (transition) =>
      transition.command === command.command &&
      transition.choice === command.choice &&
      transition.by === by &&
      applies(transition, type, ticket, policy) &&
      (by !== 'system' || (transition.intervention ?? ticket.intervention) === after.intervention),
  );
}

/** Something that somebody tries. */
export interface Attempt {
  /** The row whose form is filled. */
  readonly transition: Transition;
  readonly command: Command;
  readonly by: Actor;
  readonly now: number;
}

/** Attempts at every row of the type, whether it fits or not, with valid fields. */
export function* attempts(
  type: TicketType,
  ticket: Ticket,
  context: LimitContext = contextAt(ticket.updatedAtMs),
  amounts: 'min' | 'max' = 'min',
): Generator<Attempt> {
  for (const transition of type.transitions) yield* attemptsAt(transition, type, ticket, context, amounts);
}

/** An attempt at a row without a form. */
export function emptyAttempt(transition: Transition, ticket: Ticket): Attempt {
  const { command, choice } = transition;
  const named = { command, version: ticket.version, ...(choice ? { choice } : {}) };
  return { transition, by: actor(transition.by), now: ticket.updatedAtMs, command: named };
}

/** Attempts at one row, with every way of filling its form that matters. */
export function* attemptsAt(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  context: LimitContext,
  amounts: 'min' | 'max' = 'min',
): Generator<Attempt> {
  const limits = transitionLimits(transition.fields ?? [], type, ticket, transition.by, context);
  const correction = transition.event === 'corrected';
  const filled = correction ? [corrected(transition.fields ?? [])] : fillings(transition.fields ?? [], limits, amounts);
  for (const fields of filled) {
    const blank = emptyAttempt(transition, ticket);
    const timer = scheduledDeadlines(ticket).find(({ key }) => key === transition.choice);
    const now = (transition.by === 'system' ? timer?.dueAtMs : undefined) ?? blank.now;
    yield { ...blank, now, command: { ...blank.command, fields } };
  }
}

/** What a correction says: something else than the samples. */
function corrected(fields: readonly Field[]): FieldValues {
  const all: FieldValues = {
    text: 'It is about the other one.',
    ...{ carrier: 'YTO', trackingNumber: '73120458818' },
    returnAddress: { ...RETURN_ADDRESS, street: '9 Taoyang Road' },
  };
  return Object.fromEntries(fields.flatMap(({ key }) => (all[key] === undefined ? [] : [[key, all[key]]])));
}

/** Ways to fill a form: every mix of what leads to different states, one sample for the rest. */
export function fillings(
  fields: readonly Field[],
  limits: Readonly<Record<string, FieldLimits>>,
  amounts: 'min' | 'max' = 'min',
): readonly FieldValues[] {
  return fields.reduce<readonly FieldValues[]>(
    (sofar, field) =>
      sofar.flatMap((values) =>
        samples(field, limitsOfPart(limits, values)[field.key] ?? {}, amounts).map((value) =>
          value === undefined ? values : { ...values, [field.key]: value },
        ),
      ),
    [{}],
  );
}

function samples(field: Field, limits: FieldLimits, amounts: 'min' | 'max'): readonly (FieldValue | undefined)[] {
  // All of the case, or one piece of it.
  if (field.kind === 'items' && field.of === 'part') {
    const [first] = limits.items ?? [];
    return (limits.items ?? []).some(({ quantity }) => quantity > 1)
      ? [undefined, first && [{ ...first, quantity: 1 }]]
      : [undefined];
  }
  // As agreed, a piece damaged, nothing that was sent for.
  if (field.kind === 'receipt') {
    const items = limits.items ?? [];
    const lines = (state: ReceivedState) => items.map(({ itemId, quantity }) => ({ itemId, quantity, state }));
    const some = lines('damaged').slice(0, 1);
    const nothing = lines(field.arrived ? 'other-item' : 'missing');
    return [undefined, some.map((line) => ({ ...line, quantity: 1 })), nothing];
  }
  // What may be left out is; money leads elsewhere when it is there.
  if (field.optional) {
    const some = field.kind === 'money' && (limits.max ?? 1) > 0;
    return some ? [undefined, { amountMinor: 1, currency: limits.currency ?? 'CNY' }] : [undefined];
  }
  switch (field.kind) {
    case 'text':
      return ['x'.repeat(Math.max(field.min, 1))];
    case 'boolean':
      return [true, false];
    case 'money':
      return [{ amountMinor: limits[amounts] ?? 1, currency: limits.currency ?? 'CNY' }];
    case 'number':
      return [field.min];
    case 'percentage':
      return [limits.min ?? 0];
    case 'reason':
    case 'choice':
      // An order that has arrived cannot be shipped now, but be confirmed.
      if (field.key === 'fact') return ['shipped', 'confirmed'];
      return (limits.options ?? (field.kind === 'choice' ? field.options.map(({ key }) => key) : [])).slice(0, 1);
    case 'choices':
      return [...field.options.map(({ key }) => [key]), field.options.map(({ key }) => key)];
    case 'address':
      return [RETURN_ADDRESS];
    case 'carrier':
      return ['ZTO'];
    case 'tracking':
      return ['73120458817'];
    case 'items':
      return [(limits.items ?? []).slice(0, 1)];
    case 'date':
      return [limits.firstDay ?? ''];
    case 'pictures':
      return [(limits.options ?? []).slice(0, 1)];
  }
}
