import { builtInTypes, type Order, type OrderItem, type Policy, type TicketType } from '@sidecard/core';
import {
  type Actor,
  type Command,
  decide,
  decideCreate,
  type DecideContext,
  type Decision,
  evolve,
  indexTypes,
  type Transition,
  transitionLimits,
  requestLimits,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core/authoring';
import { decideOrder, orderEvent, scheduledDeadlines } from '@sidecard/core/server';
import { isOpen } from '@sidecard/core/wire';
import fc from 'fast-check';
import { fill, Random } from './random.ts';
import { LATE, ORDERS } from './requests.ts';
import { actor, contextAt, fold, openerOf, POLICY, START_MS } from './tickets.ts';
import { applies } from './walk.ts';

/** Runs on one property. CI walks more histories than a developer waits for, a mutation run fewer, for it walks them once per mutant. */
export const RUNS = Number(process.env['SIDECARD_TEST_RUNS'] ?? (process.env['CI'] ? 1_500 : 1_000));

/** What a history is made of: each number picks a row that fits, who does it, and how its form is filled. */
export const seeds = (maxLength = 20) => fc.array(fc.nat(2 ** 31 - 1), { minLength: 4, maxLength, size: 'max' });
/** Any of the types that ship. */
export const anyType = fc.constantFrom(...builtInTypes);

/** A ticket, and everything that happened to it. */
export interface History {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
}

/** Something that was tried, and what came of it. */
export interface Tried {
  readonly before: Ticket;
  readonly transition: Transition;
  readonly command: Command;
  readonly by: Actor;
  readonly context: DecideContext;
  readonly decision: Decision;
}

/** An order and its tickets at a time. */
export interface Moment {
  readonly tickets: readonly Ticket[];
  readonly order: Order;
}

export interface Play {
  /** Of one order, in the order of their creation; those that a move opened are among them. */
  readonly histories: readonly History[];
  readonly tried: readonly Tried[];
  /** The order and its tickets after each thing that happened, oldest first. */
  readonly moments: readonly Moment[];
  /** When it stops. */
  readonly now: number;
}

/** Commands that bring the platform in, and let it rule. */
export const TO_PLATFORM = ['decline', 'escalate', 'begin-review', 'rule'] as const;

export interface Stage {
  /** Tickets of these are opened, the first at once. */
  readonly types: readonly [TicketType, ...TicketType[]];
  /** How many the buyer opens at most. @default 1 */
  readonly tickets?: number;
  /** Whether the order goes on meanwhile: it ships, is refunded elsewhere, is amended… @default false */
  readonly facts?: boolean;
  /** @default any that suits the first type */
  readonly order?: Order;
  readonly policy?: Policy;
  /** Commands whose rows are never taken. @default none */
  readonly never?: readonly string[];
  /** Commands whose rows are taken half of the time, where one fits: few random moves would lead there. @default none */
  readonly often?: readonly string[];
}

const TYPES = indexTypes(builtInTypes);
const HOST = { party: 'host', accountId: 'host', name: 'Host' } as const;
const COLLEAGUE = actor('merchant', { accountId: 'zhou', name: 'Zhou Min' });

/** Plays an order's tickets out. The same seeds give the same play. */
export function play(
  picks: readonly number[],
  { types, tickets = 1, facts = false, policy = POLICY, never = [], often = [], ...stage }: Stage,
): Play {
  const start = new Random(picks[0] ?? 0);
  const [first] = types;
  const known = stage.order ?? start.one(ORDERS.filter((each) => !first.refuses?.(each, contextAt(START_MS))));
  if (!known) throw new Error(`no order suits ${first.key}`);
  let order: Order = known;
  const histories: { ticket: Ticket; events: readonly TicketEvent[] }[] = [];
  const tried: Tried[] = [];
  const moments: Moment[] = [];
  const settle = () => moments.push({ tickets: histories.map(({ ticket }) => ticket), order });
  let [now, id, opened] = [START_MS, 0, 0];
  const situation = (without?: Ticket): DecideContext => ({
    ...contextAt(now, { types: TYPES, policy }),
    related: histories.flatMap(({ ticket }) => (ticket === without ? [] : [ticket])),
    newId: () => `id-${++id}`,
  });
  const add = (events: readonly TicketEvent[]) => histories.push({ ticket: fold(undefined, events), events });
  const goesOn = (random: Random) => {
    const fact = factOf(order, now, random);
    const told = fact && decideOrder(order, fact, { now, source: 'host' });
    if (!told?.ok) return;
    order = told.value.order;
    for (const history of histories) {
      const { newId } = situation();
      const event = orderEvent(history.ticket, order, { by: HOST, now, newId, types: TYPES, policy });
      if (!event) continue;
      history.ticket = evolve(history.ticket, event);
      history.events = [...history.events, event];
    }
  };
  const open = (type: TicketType, random: Random) => {
    const context = situation();
    const filled = fill(type.request, requestLimits(type, order, context), random);
    const request = type.key === 'commitment-claim' ? { ...filled, ...LATE } : filled;
    const locale = random.oneIn(2) ? 'en' : 'zh-CN';
    const command = { type: type.key, merchantId: 'shop-1', order, request, locale };
    const decision = decideCreate(command, openerOf(type), { ...context, number: `2607-${++opened}` });
    if (decision.ok) add(decision.value);
  };

  open(first, start);
  settle();
  for (const pick of picks) {
    const random = new Random(pick);
    if (histories.length === 0 || (opened < tickets && random.oneIn(4))) {
      open(random.one(types) ?? first, random);
      settle();
      continue;
    }
    if (facts && random.oneIn(8)) {
      goesOn(random);
      settle();
      continue;
    }
    const living = histories.filter(({ ticket }) => isOpen(ticket.workflow));
    const history = random.one(living.length > 0 && !random.oneIn(8) ? living : histories);
    const type = history && TYPES.get(history.ticket.type);
    if (!history || !type) continue;
    const before = history.ticket;
    const fitting = type.transitions.filter(
      (row) => !never.includes(row.command) && applies(row, type, before, policy),
    );
    // What stands beside the case would else fill most of a history.
    const onwards = fitting.filter(
      ({ unversioned, to, intervention }) => !unversioned && (to !== 'unchanged' || intervention),
    );
    const wanted = fitting.filter((row) => often.includes(row.command));
    const transition = random.one(
      [wanted, onwards].find((some) => some.length > 0 && !random.oneIn(some === wanted ? 2 : 4)) ?? fitting,
    );
    if (!transition) continue;
    const due = transition.by === 'system' && scheduledDeadlines(before).find(({ key }) => key === transition.choice);
    now = Math.max(now + random.below(3_600_000), due ? due.dueAtMs : 0);
    const context = situation(before);
    const by = transition.by === 'merchant' && random.oneIn(3) ? COLLEAGUE : actor(transition.by);
    const fields = fill(
      transition.fields ?? [],
      transitionLimits(transition.fields ?? [], type, before, transition.by, context),
      random,
    );
    const { command: name, choice } = transition;
    const command: Command = { command: name, version: before.version, fields, ...(choice ? { choice } : {}) };
    const decision = decide(before, command, by, context);
    tried.push({ before, transition, command, by, context, decision });
    if (!decision.ok) continue;
    history.ticket = decision.value.reduce<Ticket>(evolve, before);
    history.events = [...history.events, ...decision.value];
    if (decision.spawned) add(decision.spawned);
    settle();
  }
  return { histories, tried, moments, now };
}

type Fact = Exclude<Parameters<typeof decideOrder>[1], Order | readonly unknown[]>;

/** Something that can happen to an order; what contradicts it is refused. */
function factOf(order: Order, atMs: number, random: Random): Fact | undefined {
  const [first, ...others] = order.items;
  const item = random.one(order.items) ?? first;
  const { currency } = item.paid;
  const part = { amountMinor: random.below(item.paid.amountMinor + 1), currency };
  const cheaper = (each: OrderItem): OrderItem => (each.id === item.id ? { ...each, paid: part } : each);
  return random.one<Fact>([
    { fact: 'shipped', atMs, carrier: 'ZTO', trackingNumber: '73120458817' },
    { fact: 'delivered', atMs },
    { fact: 'signed', atMs },
    { fact: 'confirmed', atMs },
    { fact: 'closed', atMs },
    { fact: 'refunded-elsewhere', atMs, amount: part, itemId: item.id },
    { fact: 'refunded-elsewhere', atMs, amount: part },
    { fact: 'amended', atMs, items: [cheaper(first), ...others.map(cheaper)] },
    { fact: 'carrier', atMs, carrier: 'SF' },
  ]);
}
