import type { PieceShare } from '../fields/kinds/kind.js';
import { cameBack } from '../fields/receipt.js';
import type { FieldValues, ItemQuantity } from '../model/field-values.js';
import { type Order, type OrderItem, paidForItems } from '../model/order.js';
import { isOpen } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import { isMoney, type Money } from '../values/money.js';
import { openZone } from '../values/zone.js';
import { amountDue, type Budget, refundLeft, remainingBudget } from './budgets.js';
import type { CommonObstacle } from './obstacles.js';
import type { TicketType, TicketTypes } from './ticket-type.js';

/** What a ticket does with pieces of the order: an open case, or the result of an ended one. */
export type PieceState = 'in-case' | 'returned' | 'refunded' | 'replaced';

/** Pieces of one line that a ticket holds. */
export interface HeldPieces {
  readonly ticketId: string;
  readonly state: PieceState;
  readonly quantity: number;
}

/** One line of an order: its pieces, and its money. */
export interface LedgerLine {
  readonly itemId: string;
  /** Pieces bought. */
  readonly bought: number;
  readonly held: readonly HeldPieces[];
  /** Pieces that a new case can be about. */
  readonly free: number;
  /** Cases about this line that ended without a result: withdrawn, lapsed, refused. */
  readonly attempts: number;
  /** What is left to refund for the line. */
  readonly refundable: Money;
}

/** The pieces and the money of an order, over all of its tickets. */
export interface Ledger {
  readonly lines: readonly LedgerLine[];
  /** What is left to refund for the order. */
  readonly refundable: Money;
}

/**
 * Counts the pieces and the money of an order. Pure.
 *
 * @param tickets - tickets of the order; leave out the one that the ledger is for
 */
export function ledgerOf(order: Order, tickets: readonly Ticket[], types: TicketTypes): Ledger {
  const refundedFor = refundsByLine(order, tickets);
  const lines = order.items.map((item): LedgerLine => {
    const { id: itemId, quantity: bought, paid } = item;
    const found: HeldPieces[] = [];
    // Tickets that were split from one request are one attempt.
    const attempts = new Set<string>();
    const continued = new Set<string>();
    for (const ticket of tickets) {
      const type = types.get(ticket.type);
      const quantity = piecesOf(ticket).find((piece) => piece.itemId === itemId)?.quantity;
      if (!type?.pieces || quantity === undefined) continue;
      const state = stateOf(ticket, type, order);
      const kept = state === 'returned' ? notBack(ticket, itemId) : 0;
      const before = predecessorOf(ticket, tickets);
      if (state && quantity > kept) {
        found.push({ ticketId: ticket.id, state, quantity: quantity - kept });
        if (before) continued.add(before.id);
      } else if (ticket.workflow === 'closed' && !before) attempts.add(ticket.splitFrom ?? ticket.id);
    }
    // A ticket that continues another is about the same pieces.
    const held = found.filter(({ ticketId }) => !continued.has(ticketId));
    const taken = held.reduce((sum, { quantity }) => sum + quantity, 0);
    const refundable = { ...paid, amountMinor: Math.max(0, refundableOf(item) - refundedFor(itemId)) };
    // What was refunded in full, by several tickets or elsewhere, is in no new case.
    const spent = paid.amountMinor > 0 && refundable.amountMinor === 0;
    return { itemId, bought, held, free: spent ? 0 : Math.max(0, bought - taken), attempts: attempts.size, refundable };
  });
  return { lines, refundable: refundLeft(order, tickets) };
}

/**
 * Returns the pieces that a ticket is about: those requested or, once it has ended, those agreed. None if its form has no items. An open
 * ticket holds everything that was requested, because its agreement can still change.
 */
export function piecesOf({ workflow, agreed, request }: Pick<Ticket, 'workflow' | 'request' | 'agreed'>) {
  return (isOpen(workflow) ? undefined : agreed?.items) ?? chosenIn(request);
}

/** Returns the ticket that another continues, about the same pieces: not the one from which it was split. */
export function predecessorOf(
  { links, splitFrom }: Pick<Ticket, 'links' | 'splitFrom'>,
  tickets: readonly Ticket[],
): Ticket | undefined {
  const link = splitFrom === undefined ? links?.find(({ relation }) => relation === 'came-from') : undefined;
  return link && tickets.find(({ id }) => id === link.ticketId);
}

/** Whether the merchant has sent a parcel that is not the buyer's own goods. */
export function isReplacementOut({ outgoing }: Pick<Ticket, 'outgoing'>): boolean {
  return outgoing !== undefined && outgoing.ownGoods !== true;
}

/** Returns the items chosen in a request. */
export function chosenIn({ items }: FieldValues): readonly ItemQuantity[] {
  return Array.isArray(items) ? (items as readonly ItemQuantity[]) : [];
}

/**
 * Returns the maximum refund for chosen pieces: their share of what was paid, and no more than what is left of their lines and of the
 * order. Shares are rounded down; the last pieces of a line get the rest of it.
 */
export function refundableForPieces(order: Order, tickets: readonly Ticket[], chosen: readonly ItemQuantity[]): Money {
  const refundedFor = refundsByLine(order, tickets);
  const whole = refundLeft(order, tickets);
  const sum = chosen.reduce((rest, piece) => {
    const item = order.items.find(({ id }) => id === piece.itemId);
    if (!item) return rest;
    return rest + Math.max(0, Math.min(paidShare(item, tickets, piece), refundableOf(item) - refundedFor(item.id)));
  }, 0);
  return { ...whole, amountMinor: Math.min(whole.amountMinor, sum) };
}

/** The share of what was paid for a line that chosen pieces of it have, with the rest of the line for its last pieces. */
function paidShare({ id, paid, quantity: bought }: OrderItem, tickets: readonly Ticket[], { quantity }: ItemQuantity) {
  const others = tickets.flatMap(piecesOf).reduce((n, piece) => (piece.itemId === id ? n + piece.quantity : n), 0);
  const share = (paid.amountMinor * Math.min(quantity, bought)) / bought;
  return others + quantity >= bought ? Math.ceil(share) : Math.floor(share);
}

/** Returns the share of what was paid that chosen pieces have, whatever is left to refund, in the smallest unit. */
export function paidShareOf(order: Order, tickets: readonly Ticket[], chosen: readonly ItemQuantity[]): number {
  return chosen.reduce((sum, piece) => {
    const item = order.items.find(({ id }) => id === piece.itemId);
    return item ? sum + paidShare(item, tickets, piece) : sum;
  }, 0);
}

/**
 * Attributes an amount to lines, in proportion to what was paid for them, or to their pieces if they were free. No line gets more than is
 * left of what was paid for it, as long as the others can take the rest.
 *
 * @param related - tickets of the order whose refunds leave less of the lines
 */
export function attribute(
  order: Order,
  amountMinor: number,
  lines: readonly ItemQuantity[],
  related: readonly Ticket[] = [],
): readonly number[] {
  const paid = lines.map((line) => paidForItems(order, [line]));
  const free = paid.every((share) => share === 0);
  const shares = free ? lines.map(({ quantity }) => quantity) : paid;
  const refundedFor = refundsByLine(order, related);
  const most = lines.map(({ itemId }, index) => {
    const line = order.items.find(({ id }) => id === itemId);
    return line ? Math.max(0, Math.min(paid[index] ?? 0, refundableOf(line) - refundedFor(itemId))) : 0;
  });
  const bounded = !free && amountMinor <= sumOf(most);
  let [rest, restShares, restMost] = [amountMinor, sumOf(shares), sumOf(most)];
  return shares.map((share, index) => {
    const own = most[index] ?? 0;
    restMost -= own;
    const part = restShares > 0 ? Math.round((rest * share) / restShares) : 0;
    const given = bounded ? Math.min(own, Math.max(part, rest - restMost)) : part;
    rest -= given;
    restShares -= share;
    return given;
  });
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/**
 * Returns each line's share of the limits of a case's refund, for a decision about some of its pieces.
 *
 * @param asked - the minimum, if it is what was requested
 * @param related - the order's other tickets
 */
export function refundShares(
  { order, request, agreed }: Pick<Ticket, 'order' | 'request' | 'agreed'>,
  related: readonly Ticket[],
  asked: Money | undefined,
): readonly PieceShare[] {
  const lines = chosenIn(request);
  const least = asked && attribute(order, asked.amountMinor, lines);
  // The pieces that are left out keep what was agreed for them.
  const promised = agreed?.refund?.amountMinor ?? 0;
  const kept = promised > 0 ? attribute(order, promised, lines, related) : undefined;
  const unpromised = refundableForPieces(order, related, lines).amountMinor - promised;
  return lines.map((line, index) => {
    const own = refundableForPieces(order, related, [line]).amountMinor;
    return {
      ...line,
      ...(least ? { min: least[index] ?? 0 } : {}),
      max: kept ? Math.min(own, (kept[index] ?? 0) + Math.max(0, unpromised)) : own,
    };
  });
}

/** Returns what was paid for each line of a case: the most that a buyer who keeps its pieces pays for them. */
export function chargeShares({ order, request }: Pick<Ticket, 'order' | 'request'>): readonly PieceShare[] {
  return chosenIn(request).map((line) => ({ ...line, max: paidForItems(order, [line]) }));
}

/**
 * Returns the whole refund of a ticket's pieces, in the smallest unit: what was paid for them, or what the buyer asked for if that is less.
 */
export function fullRefund(ticket: Pick<Ticket, 'order' | 'workflow' | 'request' | 'agreed'>): number {
  const { amount } = ticket.request;
  const paid = paidForItems(ticket.order, piecesOf(ticket));
  return isMoney(amount) ? Math.min(amount.amountMinor, paid) : paid;
}

/** What was paid for a line and not refunded outside Sidecard. */
function refundableOf({ paid, refundedElsewhere }: OrderItem): number {
  return paid.amountMinor - (refundedElsewhere?.amountMinor ?? 0);
}

/** Returns what tickets refund for each line of an order, by item id. */
function refundsByLine(order: Order, tickets: readonly Ticket[]): (itemId: string) => number {
  const refunds = tickets.map((ticket) => refundByLine(order, ticket));
  return (itemId) => sumOf(refunds.map((byLine) => byLine.get(itemId) ?? 0));
}

/** Attributes a ticket's refund to its lines, in proportion to what was paid for its pieces. */
function refundByLine(order: Order, ticket: Ticket): ReadonlyMap<string, number> {
  const due = amountDue(ticket).refund;
  const pieces = due > 0 ? piecesOf(ticket) : [];
  const parts = attribute(order, due, pieces);
  const byLine = new Map<string, number>();
  pieces.forEach(({ itemId }, index) => byLine.set(itemId, (byLine.get(itemId) ?? 0) + (parts[index] ?? 0)));
  return byLine;
}

/** What a ticket of a type about pieces does with them; `undefined` if the buyer has them and can open another case. */
function stateOf(ticket: Ticket, { pieces }: TicketType, order: Order): PieceState | undefined {
  if (isOpen(ticket.workflow)) return 'in-case';
  if (ticket.workflow === 'closed') return undefined;
  const refund = ticket.agreed?.refund;
  if (ticket.goodsWithMerchant) return pieces === 'replaced' && !refund ? 'replaced' : 'returned';
  if (refund) return refund.amountMinor >= paidForItems(order, piecesOf(ticket)) ? 'refunded' : undefined;
  return pieces === 'replaced' ? 'replaced' : undefined;
}

/** How many pieces of a line did not come back, and were not refunded in spite of it: the buyer still has them. */
function notBack(ticket: Ticket, itemId: string): number {
  const { receipt = [], agreed } = ticket;
  if ((agreed?.refund?.amountMinor ?? 0) >= fullRefund(ticket)) return 0;
  return receipt.reduce(
    (sum, { itemId: id, quantity, state }) => (id === itemId && !cameBack(state) ? sum + quantity : sum),
    0,
  );
}

/** Returns the pieces that a new case can be about. @param tickets - the order's tickets */
export function freePieces(order: Order, tickets: readonly Ticket[], types: TicketTypes): readonly ItemQuantity[] {
  return ledgerOf(order, tickets, types).lines.flatMap(({ itemId, free }) =>
    free > 0 ? [{ itemId, quantity: free }] : [],
  );
}

/** Code of a piece that cannot be in another case, by its state. */
const HELD: Readonly<Record<PieceState, CommonObstacle>> = {
  'in-case': 'piece-in-case',
  returned: 'piece-refunded',
  refunded: 'piece-refunded',
  replaced: 'piece-replaced',
};

/**
 * Returns why a request about these pieces cannot be opened: they are in another case, or refunded, or replaced; or too many cases about
 * them ended without a result.
 */
export function piecesObstacle(
  order: Order,
  tickets: readonly Ticket[],
  chosen: readonly ItemQuantity[],
  types: TicketTypes,
  maxAttempts: number,
): CommonObstacle | undefined {
  const { lines } = ledgerOf(order, tickets, types);
  for (const { itemId, quantity } of chosen) {
    const line = lines.find((candidate) => candidate.itemId === itemId);
    if (!line) continue;
    if (quantity > line.free) {
      // An open case can still free its pieces, so it is named first.
      const first = line.held.find(({ state }) => state === 'in-case') ?? line.held[0];
      if (first) return HELD[first.state];
      return line.free === 0 ? 'piece-refunded' : undefined;
    }
    if (line.attempts >= maxAttempts) return 'too-many-attempts';
  }
  return undefined;
}

/** Whether the after-sales period of an order is over for a type: its days after the order was confirmed, else closed. */
export function isPeriodOver(
  { confirmedAtMs, closedAtMs }: Order,
  type: string,
  now: number,
  { afterSales: { days }, timeZone }: Pick<Policy, 'afterSales' | 'timeZone'>,
): boolean {
  const endedMs = confirmedAtMs ?? closedAtMs;
  const lasts = Object.hasOwn(days, type) ? days[type] : days['*'];
  if (endedMs === undefined || lasts === undefined) return false;
  const overMs = openZone(timeZone)?.endOfDays(endedMs, lasts);
  return overMs !== undefined && now >= overMs;
}

/**
 * Returns the order's remaining budgets for one ticket: a case about pieces is refunded no more than these pieces cost, less what the
 * ticket that it continues refunds for them.
 *
 * @param related - the order's other tickets
 */
export function budgetFor(
  ticket: Pick<Ticket, 'order' | 'request' | 'links' | 'splitFrom'>,
  related: readonly Ticket[],
  policy: Pick<Policy, 'caps'>,
): Readonly<Record<Budget, Money>> {
  const { order, request } = ticket;
  const budget = remainingBudget(order, related, policy);
  const pieces = chosenIn(request);
  if (pieces.length === 0) return budget;
  const refund = refundableForPieces(order, related, pieces);
  const before = predecessorOf(ticket, related);
  const paidBefore = before ? amountDue(before).refund : 0;
  if (paidBefore === 0) return { ...budget, refund };
  const rest = Math.max(0, paidForItems(order, pieces) - paidBefore);
  return { ...budget, refund: { ...refund, amountMinor: Math.min(refund.amountMinor, rest) } };
}
