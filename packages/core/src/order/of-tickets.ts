import type { Order } from '../model/order.js';
import type { Ticket } from '../model/ticket.js';
import { isSame } from '../values/same.js';

/** Members about the record, not about the order; and the chat, because a ticket stays in the one where it was opened. */
const OF_RECORD: ReadonlySet<string> = new Set<keyof Order>(['version', 'facts', 'conversationId']);

/** Returns the names of an order's members that differ for its tickets, sorted: databases change their order. */
export function orderDifference(before: Order, after: Order): readonly (keyof Order)[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof Order)[]);
  return [...names].filter((name) => !OF_RECORD.has(name) && !isSame(before[name], after[name])).sort();
}

/**
 * Returns the order of tickets that an earlier release stored without a record: that of the newest ticket, with the members that only
 * older tickets have.
 *
 * @returns `undefined` without tickets
 */
export function orderOfTickets(tickets: readonly Ticket[]): Order | undefined {
  const oldestFirst = [...tickets].sort((a, b) => a.createdAtMs - b.createdAtMs);
  return oldestFirst.reduce<Order | undefined>((order, ticket) => ({ ...order, ...ticket.order }), undefined);
}
