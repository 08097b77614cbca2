import { MAX_ORDER_FACTS, type Order, type OrderFact, type OrderItem } from '../model/order.js';
import type { Money } from '../values/money.js';
import { isSame } from '../values/same.js';
import { problemsOf, timeProblem } from './check.js';
import { isTimed, type OrderFactInput, type OrderProblem, type OrderRefusal, TIMES } from './facts.js';

/** When something was reported, and by whom. */
export interface OrderContext {
  /** The server's clock, milliseconds since the Unix epoch. */
  readonly now: number;
  /** At most 60 characters, such as `host` or `look-up`. */
  readonly source: string;
  /**
   * The server read the order from the host's system; the host did not send it. Another chat is accepted, and another look of a line is no
   * change: a picture's URL may be signed for each request.
   */
  readonly isLookedUp?: boolean;
}

/** The order as it is, and whether the report changed it. */
export type OrderDecision =
  | { readonly ok: true; readonly value: { readonly order: Order; readonly changed: boolean } }
  | { readonly ok: false; readonly error: OrderRefusal };

/** An order while a report is applied to it. */
interface Draft {
  readonly order: Order;
  readonly facts: readonly OrderFact[];
  /** Path of the report's part that changed a member of the order. */
  readonly paths: ReadonlyMap<string, string>;
  readonly problems: readonly OrderProblem[];
}

/**
 * Decides what a report does to an order: the whole order, one fact, or several facts that take effect together. Pure; applying the same
 * report again changes nothing. What is missing from a whole order stays as it is, because an event that happened cannot be undone; a fact
 * with another time corrects the former one.
 *
 * @param known - the order so far; `undefined` if it is new
 * @returns the order, or a refusal `order-fact-invalid` with every contradiction
 */
export function decideOrder(
  known: Order | undefined,
  told: Order | OrderFactInput | readonly OrderFactInput[],
  context: OrderContext,
): OrderDecision {
  if (isList(told) || 'fact' in told) {
    if (!known) return refuse([problem('', 'order-unknown', 'This order is unknown. Send the whole order first.')]);
    const start: Draft = { order: known, facts: [], paths: new Map(), problems: [] };
    const draft = isList(told)
      ? told.reduce((before, fact, index) => withFact(before, fact, context, `facts[${index}].`), start)
      : withFact(start, told, context, '');
    return finish(known, notShipped(draft), context.now);
  }
  return finish(known, known ? withOrder(known, told, context) : newOrder(told), context.now);
}

/** Returns an order that is sent to another address, as a ticket agreed. */
export function redirectOrder(order: Order, shipTo: NonNullable<Order['shipTo']>, now: number): Order {
  if (isSame(order.shipTo, shipTo)) return order;
  const from = order.shipTo ? { from: order.shipTo } : {};
  const fact: OrderFact = { fact: 'redirected', atMs: now, source: 'sidecard', toldAtMs: now, ...from };
  return changed(order, { ...order, shipTo }, [fact]);
}

function isList<T>(value: T | readonly T[] | Order): value is readonly T[] {
  return Array.isArray(value);
}

function finish(known: Order | undefined, draft: Draft, now: number): OrderDecision {
  const { order, facts, paths, problems } = draft;
  const contradictions = problemsOf(order, new Set(paths.keys()), known?.items[0].paid.currency, now);
  const all = [...problems, ...contradictions.map((found) => ({ ...found, path: located(found.path, paths) }))];
  if (all.length > 0) return refuse(all);
  if (!known) return { ok: true, value: { order: { ...order, version: 1 }, changed: true } };
  const done = facts.length > 0 || paths.size > 0;
  return { ok: true, value: { order: done ? changed(known, order, facts) : known, changed: done } };
}

/** Locates a member's problem in the report: in a whole order at the member, else at the part of the fact that set it. */
function located(path: string, paths: ReadonlyMap<string, string>): string {
  const [member = ''] = path.split(/[.[]/, 1);
  const part = paths.get(member) ?? member;
  return part.endsWith(member) ? `${part}${path.slice(member.length)}` : part;
}

function changed(before: Order, after: Order, facts: readonly OrderFact[]): Order {
  const all = [...(before.facts ?? []), ...facts].slice(-MAX_ORDER_FACTS);
  return { ...after, version: (before.version ?? 0) + 1, ...(all.length > 0 ? { facts: all } : {}) };
}

function newOrder({ version: _version, facts: _facts, ...order }: Order): Draft {
  return { order, facts: [], paths: pathsOf(Object.keys(order)), problems: [] };
}

const pathsOf = (members: readonly string[]): ReadonlyMap<string, string> =>
  new Map(members.map((member) => [member, member]));

/** Members of a whole order that are a fact of their own. All others are amendments. */
const FACTS: Readonly<Partial<Record<keyof Order, OrderFact['fact']>>> = {
  shipTo: 'redirected',
  carrier: 'carrier',
  trackingNumber: 'carrier',
  freight: 'freight',
  refundedElsewhere: 'refunded-elsewhere',
  ...Object.fromEntries(Object.entries(TIMES).map(([fact, member]) => [member, fact])),
};

function withOrder(known: Order, told: Order, { now, source, isLookedUp = false }: OrderContext): Draft {
  const { version: _version, facts: _facts, ...members } = told;
  const problems = identityProblems(known, isLookedUp ? { ...told, conversationId: known.conversationId } : told);
  const carried = carryRefunds(known, told.items);
  const items = isLookedUp ? keepLooks(known.items, carried) : carried;
  const shipTo = told.shipTo && isSame(told.shipTo, redirectedFrom(known)) ? known.shipTo : told.shipTo;
  const whole = told.refundedElsewhere ?? carryWhole(known, items);
  const next: Order = {
    ...members,
    items,
    ...(shipTo ? { shipTo } : {}),
    ...(whole ? { refundedElsewhere: whole } : {}),
  };
  const differing = (Object.keys(next) as (keyof Order)[]).filter(
    (member) => next[member] !== undefined && !isSame(known[member], next[member]),
  );
  const order = { ...known, ...Object.fromEntries(differing.map((member) => [member, next[member]])) };
  const facts = new Map<string, OrderFact>();
  for (const member of differing) {
    // Nothing happened to the order: tickets stay in their chat.
    if (member === 'conversationId') continue;
    const fact = FACTS[member] ?? 'amended';
    const atMs = isTimed(fact) ? (order[TIMES[fact]] ?? now) : now;
    facts.set(fact, { fact, atMs, source, toldAtMs: now });
  }
  return { order, facts: [...facts.values()], paths: pathsOf(differing), problems };
}

function identityProblems(known: Order, told: Order): readonly OrderProblem[] {
  const text = 'Belongs to another order. Send this order, or use the id of the other one.';
  return [
    ...(told.id === known.id ? [] : [problem('id', 'other-order', text)]),
    ...(told.buyer.id === known.buyer.id ? [] : [problem('buyer.id', 'other-buyer', text)]),
    ...(told.conversationId === known.conversationId ? [] : [problem('conversationId', 'other-conversation', text)]),
  ];
}

/** The address that the order had before a ticket changed it, until the host reports a third one. */
function redirectedFrom({ facts = [] }: Order): Order['shipTo'] {
  return [...facts].reverse().find(({ fact }) => fact === 'redirected')?.from;
}

/**
 * Lines without `refundedElsewhere` keep the former amount, less what their lower price already accounts for: leaving it out never makes
 * more refundable.
 */
function carryRefunds(known: Order, items: Order['items']): Order['items'] {
  const carried = items.map((line): OrderItem => {
    const former = known.items.find(({ id }) => id === line.id);
    const refunded = former?.refundedElsewhere;
    if (line.refundedElsewhere || !former || !refunded) return line;
    const left = refunded.amountMinor - Math.max(0, former.paid.amountMinor - line.paid.amountMinor);
    return left > 0 ? { ...line, refundedElsewhere: { ...refunded, amountMinor: left } } : line;
  });
  return carried as readonly OrderItem[] as Order['items'];
}

/** Returns the known line for each that differs only in its looks, and all known lines if none differs otherwise. */
function keepLooks(known: Order['items'], items: Order['items']): Order['items'] {
  const kept = items.map((line) => {
    const former = known.find(({ id }) => id === line.id);
    return former && isSame(withoutLooks(former), withoutLooks(line)) ? former : line;
  });
  const isUnchanged = kept.length === known.length && known.every((line) => kept.includes(line));
  return isUnchanged ? known : (kept as readonly OrderItem[] as Order['items']);
}

/** What a line looks like, and what product the archive files it under, change nothing for its tickets. */
function withoutLooks(item: OrderItem) {
  const { title: _title, options: _options, pictureUrl: _pictureUrl, productId: _productId, ...line } = item;
  return line;
}

/** What was refunded for the whole order, less what its lines now account for: that must not count twice. */
function carryWhole(known: Order, items: Order['items']): Money | undefined {
  const { refundedElsewhere: refunded } = known;
  if (!refunded) return undefined;
  const refundable = (lines: Order['items']) =>
    lines.reduce((sum, { paid, refundedElsewhere: part }) => sum + paid.amountMinor - (part?.amountMinor ?? 0), 0);
  const less = Math.max(0, refundable(known.items) - refundable(items));
  return { ...refunded, amountMinor: Math.max(0, refunded.amountMinor - less) };
}

function withFact(draft: Draft, told: OrderFactInput, context: OrderContext, at: string): Draft {
  const { order } = draft;
  const itemId = told.fact === 'refunded-elsewhere' ? told.itemId : undefined;
  if (itemId !== undefined && !order.items.some(({ id }) => id === itemId)) {
    const text = 'The order has no line with this id. Leave it out if the refund is for the whole order.';
    return { ...draft, problems: [...draft.problems, problem(`${at}itemId`, 'item-unknown', text)] };
  }
  const { members, paths } = changesBy(order, told, at);
  // The times of events are checked with the order.
  const untimely = isTimed(told.fact) ? undefined : timeProblem(`${at}atMs`, told.atMs, context.now);
  const problems = [...draft.problems, ...(untimely ? [untimely] : [])];
  const outdated =
    !isTimed(told.fact) &&
    [...(order.facts ?? []), ...draft.facts].some(
      (fact) => fact.fact === told.fact && fact.itemId === itemId && fact.atMs > told.atMs,
    );
  const same = Object.entries(members).every(([name, value]) => isSame(order[name as keyof Order], value));
  if (outdated || same) return { ...draft, problems };
  const fact: OrderFact = {
    ...{ fact: told.fact, atMs: told.atMs, source: context.source, toldAtMs: context.now },
    ...(itemId === undefined ? {} : { itemId }),
  };
  return {
    order: { ...order, ...members },
    facts: [...draft.facts, fact],
    paths: new Map([...draft.paths, ...paths]),
    problems,
  };
}

/** Returns what a fact changes, and the part of the fact that each change comes from. */
function changesBy(
  order: Order,
  told: OrderFactInput,
  at: string,
): { readonly members: Partial<Order>; readonly paths: readonly (readonly [string, string])[] } {
  switch (told.fact) {
    case 'refunded-elsewhere': {
      const { itemId, amount } = told;
      if (itemId === undefined)
        return { members: { refundedElsewhere: amount }, paths: [['refundedElsewhere', `${at}amount`]] };
      const items = order.items.map((line) => (line.id === itemId ? { ...line, refundedElsewhere: amount } : line));
      return { members: { items: items as readonly OrderItem[] as Order['items'] }, paths: [['items', `${at}amount`]] };
    }
    case 'amended': {
      const items = carryRefunds(order, told.items);
      const whole = carryWhole(order, items);
      return {
        members: { items, ...(whole ? { refundedElsewhere: whole } : {}) },
        paths: [['items', `${at}items`]],
      };
    }
    case 'freight':
      return { members: { freight: told.amount }, paths: [['freight', `${at}amount`]] };
    case 'carrier':
      return { members: parcelOf(told), paths: [] };
    case 'shipped':
      return { members: { shippedAtMs: told.atMs, ...parcelOf(told) }, paths: [['shippedAtMs', `${at}atMs`]] };
    default:
      return { members: { [TIMES[told.fact]]: told.atMs }, paths: [[TIMES[told.fact], `${at}atMs`]] };
  }
}

function parcelOf({
  carrier,
  trackingNumber,
}: {
  readonly carrier?: string;
  readonly trackingNumber?: string;
}): Partial<Order> {
  return { ...(carrier === undefined ? {} : { carrier }), ...(trackingNumber === undefined ? {} : { trackingNumber }) };
}

/** What arrives has been shipped: a fact of the arrival needs that of the shipping, before it or with it. */
function notShipped(draft: Draft): Draft {
  const { order, paths, problems } = draft;
  if (order.shippedAtMs !== undefined) return draft;
  const text = 'The order has not been shipped. Report when it was shipped as well, in the same request if you like.';
  const arrived = ['deliveredAtMs', 'signedAtMs'].flatMap((member) => paths.get(member) ?? []);
  return { ...draft, problems: [...problems, ...arrived.map((path) => problem(path, 'not-shipped', text))] };
}

function problem(path: string, code: string, text: string): OrderProblem {
  return { path, code, text };
}

function refuse(problems: readonly OrderProblem[]): OrderDecision {
  return { ok: false, error: { code: 'order-fact-invalid', problems } };
}
