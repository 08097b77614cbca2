import {
  abstractState,
  type Actor,
  type Command,
  decide,
  type Field,
  type FieldLimits,
  type FieldValue,
  type FieldValues,
  type Move,
  moveLimits,
  type Party,
  type Policy,
  type Ticket,
  type TicketEvent,
  type TicketType,
  timersOf,
} from '@sidecard/core';
import { actor, contextAt, fold, POLICY, RETURN_ADDRESS } from './tickets.ts';

/** A step that happened in the walk. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly command: Command;
  readonly by: Party;
  readonly move: Move;
  readonly before: Ticket;
  readonly after: Ticket;
  readonly events: readonly TicketEvent[];
}

/** Everything that can happen to a type's tickets. */
export interface Walk {
  /** One ticket for each state. */
  readonly states: ReadonlyMap<string, Ticket>;
  readonly steps: readonly Step[];
}

/** Walks every state that tickets can reach from `starts`, by every row with every way of filling its form that matters. */
export function walk(type: TicketType, starts: readonly Ticket[], policy: Policy = POLICY): Walk {
  const states = new Map<string, Ticket>(starts.map((ticket) => [stateOf(ticket), ticket]));
  const steps: Step[] = [];
  for (const [from, before] of states) {
    for (const { move, command, by, now } of attempts(type, before)) {
      const decision = decide(before, command, by, contextAt(now, { policy, types: new Map([[type.key, type]]) }));
      if (!decision.ok) continue;
      const after = fold(before, decision.value);
      const to = stateOf(after);
      if (!states.has(to)) states.set(to, after);
      steps.push({ from, to, command, by: by.party, move, before, after, events: decision.value });
    }
  }
  return { states, steps };
}

/** A claim is a state of the walk too: its rows have to be taken. */
function stateOf(ticket: Ticket): string {
  return `${abstractState(ticket)}${ticket.claim ? ' claimed' : ''}`;
}

/** One attempt for every row of the type, whether it fits or not, with valid fields. */
export function* attempts(
  type: TicketType,
  ticket: Ticket,
  related: readonly Ticket[] = [],
): Generator<{ move: Move; command: Command; by: Actor; now: number }> {
  for (const move of type.moves) {
    const limits = moveLimits(move.fields ?? [], type, ticket, move.by, related);
    for (const fields of fillings(move.fields ?? [], limits)) {
      const { command, choice } = move;
      const timer = timersOf(ticket).find(({ key }) => key === choice);
      const now = (move.by === 'system' ? timer?.dueAtMs : undefined) ?? ticket.updatedAtMs;
      const by = actor(move.by);
      yield { move, by, now, command: { command, version: ticket.version, fields, ...(choice ? { choice } : {}) } };
    }
  }
}

/** Ways to fill a form: every mix of what leads to different states, one sample for the rest. */
export function fillings(
  fields: readonly Field[],
  limits: Readonly<Record<string, FieldLimits>>,
): readonly FieldValues[] {
  return fields.reduce<readonly FieldValues[]>(
    (sofar, field) =>
      sofar.flatMap((values) =>
        samples(field, limits[field.key] ?? {}).map((value) => ({ ...values, [field.key]: value })),
      ),
    [{}],
  );
}

function samples(field: Field, limits: FieldLimits): readonly FieldValue[] {
  switch (field.kind) {
    case 'text':
      return ['x'.repeat(Math.max(field.min, 1))];
    case 'boolean':
      return field.key === 'refundOnly' ? [true, false] : [true];
    case 'money':
      return [{ amountMinor: limits.max ?? 1, currency: limits.currency ?? 'CNY' }];
    case 'number':
      return [field.min];
    case 'reason':
    case 'choice':
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
  }
}
