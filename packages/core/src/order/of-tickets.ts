import { SCHEMA_VERSION } from '../model/schema-version.js';
import type { TicketEvent } from '../model/events.js';
import type { Order } from '../model/order.js';
import type { ActorRef, HistoryEntry, Ticket } from '../model/ticket.js';
import { isSame } from '../values/same.js';

/** Members about the record, not about the order. */
const OF_RECORD: ReadonlySet<string> = new Set<keyof Order>(['version', 'facts']);

/** Returns the names of an order's members that differ, sorted: databases change their order. */
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

/**
 * Returns the event that brings a ticket's order up to date.
 *
 * @returns `undefined` if the ticket has the order as it is
 */
export function orderEvent(
  ticket: Ticket,
  order: Order,
  { by, now, newId }: { readonly by: ActorRef; readonly now: number; readonly newId: () => string },
): TicketEvent | undefined {
  const names = orderDifference(ticket.order, order).filter((name) => order[name] !== undefined);
  if (names.length === 0) return undefined;
  const members: readonly (keyof Order)[] = [...names, 'version', 'facts'];
  const change = Object.fromEntries(
    members.flatMap((name) => (order[name] === undefined ? [] : [[name, order[name]]])),
  ) as Partial<Order>;
  const [fact, more] = order.facts?.filter(({ toldAtMs }) => toldAtMs === now) ?? [];
  const base = { id: newId(), kind: 'order-fact-recorded', atMs: now, by } as const;
  const entry: HistoryEntry = {
    ...base,
    command: 'record-order',
    fields: fact && !more ? { fact: fact.fact, atMs: fact.atMs } : { fact: 'amended' },
  };
  return {
    ...base,
    schema: SCHEMA_VERSION,
    ticketId: ticket.id,
    version: ticket.version + 1,
    change: { order: change },
    entry,
  };
}
