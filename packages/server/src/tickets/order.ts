import type { Order } from '@sidecard/core';
import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import { orderDifference, orderEvent, type OrderEventContext, orderOfTickets } from '@sidecard/core/server';
import type { LockedOrder, OrderWrite } from '../storage/records.js';
import type { UnitOfWork } from '../storage/store.js';
import { changeBy, type Change } from './change.js';

/** Changes to commit together. */
export interface OrderChanges {
  readonly changes: readonly Change[];
  readonly orders: readonly OrderWrite[];
}

/** Returns the order as it is: its record, or the order of tickets that an earlier release stored. */
export function currentOrder({ record, tickets }: LockedOrder): Order | undefined {
  return record ?? orderOfTickets(tickets.map(({ ticket }) => ticket));
}

/** Brings an order's record and tickets up to date. */
export function orderChanges(
  merchantId: string,
  { record, tickets }: LockedOrder,
  order: Order,
  context: OrderEventContext,
): OrderChanges {
  const isNew = record === undefined;
  const stored = { ...order, version: order.version ?? 1 };
  return {
    changes: tickets.flatMap((before) => {
      const event = orderEvent(before.ticket, stored, context);
      return event ? changeBy([event], before, []) : [];
    }),
    orders: isNew || record.version !== stored.version ? [{ merchantId, order: stored, isNew }] : [],
  };
}

/** Returns a ticket with the order as it is, to decide a change of the order. Follow it with {@link onOrder}. */
export function withOrder(ticket: Ticket, current: Order | undefined): Ticket {
  return current ? { ...ticket, order: current } : ticket;
}

/**
 * Completes the events that change an order, decided on {@link withOrder}: the first one also brings the ticket's order up to date, which may
 * lack what other tickets know.
 */
export function onOrder(events: readonly TicketEvent[], ticket: Ticket, current: Order | undefined): TicketEvent[] {
  const first = events.findIndex(({ change }) => change.order);
  return events.map((event, index) =>
    index === first && current
      ? { ...event, change: { ...event.change, order: { ...missing(ticket.order, current), ...event.change.order } } }
      : event,
  );
}

/** The members of the current order that another lacks or has otherwise. */
function missing(order: Order, current: Order): Partial<Order> {
  const names = orderDifference(order, current).filter((name) => current[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, current[name]]));
}

/** Carries a ticket's change of its order, if it has one, over to the order's record and other tickets. */
export async function followOrder(
  unit: Pick<UnitOfWork, 'lockOrder'>,
  { events, after: { ticket } }: Change,
  rules: Pick<OrderEventContext, 'types' | 'policy' | 'newId'>,
): Promise<OrderChanges> {
  const last = [...events].reverse().find(({ change }) => change.order);
  if (!last) return { changes: [], orders: [] };
  const { merchantId } = ticket;
  const locked = await unit.lockOrder(merchantId, ticket.order.id);
  const { record, tickets } = locked;
  // The ticket stays in its chat, the order in its own.
  const { conversationId } = currentOrder(locked) ?? ticket.order;
  const order = { ...ticket.order, conversationId };
  const others = tickets.filter((other) => other.ticket.id !== ticket.id);
  return orderChanges(merchantId, { record, tickets: others }, order, { ...rules, by: last.by, now: last.atMs });
}

/** Replaces the tickets that have changed. */
export function afterChanges(tickets: readonly Ticket[], changes: readonly Change[]): readonly Ticket[] {
  const after = new Map(changes.map(({ after: { ticket } }) => [ticket.id, ticket]));
  return tickets.map((ticket) => after.get(ticket.id) ?? ticket);
}
