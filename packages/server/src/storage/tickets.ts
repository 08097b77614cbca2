import { OPEN_STATES, type Countable, type StaffMessage, type Ticket, type TicketEvent } from '@sidecard/core';
import { sql } from 'kysely';
import type { Db } from '../services.js';
import { listOf, recordset } from './recordset.js';

/** A ticket, and how many events made it. */
export interface StoredTicket {
  readonly ticket: Ticket;
  readonly events: number;
}

/** Whose tickets are meant. A buyer has only their own. */
export interface Scope {
  readonly merchantId: string;
  readonly buyerId?: string | undefined;
}

interface TicketRow {
  readonly body: unknown;
  readonly events: number;
}

const stored = ({ body, events }: TicketRow): StoredTicket => ({ ticket: body as Ticket, events });

/**
 * Finds a ticket, together with all others of its order. Locked on wish, in the order of their ids: read once they are, for a lock that was
 * waited for may have been held by a write that opened another one.
 */
export async function findWithRelated(
  db: Db,
  { merchantId, buyerId }: Scope,
  ticketId: string,
  lock = false,
): Promise<{ readonly found: StoredTicket; readonly related: readonly Ticket[] } | undefined> {
  const ofOrder = db
    .selectFrom('ticket')
    .where('merchant_id', '=', merchantId)
    .where('order_id', '=', (eb) =>
      eb
        .selectFrom('ticket as named')
        .select('named.order_id')
        .where('named.merchant_id', '=', merchantId)
        .where('named.id', '=', ticketId),
    )
    .orderBy('id');
  if (lock) await ofOrder.select('id').forUpdate().execute();
  const tickets = (await ofOrder.select(['body', 'events']).execute()).map(stored);
  const found = tickets.find(({ ticket }) => ticket.id === ticketId);
  if (!found || (buyerId !== undefined && found.ticket.order.buyer.id !== buyerId)) return undefined;
  return { found, related: tickets.filter((other) => other !== found).map(({ ticket }) => ticket) };
}

/** Every ticket of some orders of a merchant. */
export async function ticketsOfOrders(
  db: Db,
  merchantId: string,
  orderIds: readonly string[],
): Promise<readonly Ticket[]> {
  if (orderIds.length === 0) return [];
  const rows = await db
    .selectFrom('ticket')
    .select(['body', 'events'])
    .where('merchant_id', '=', merchantId)
    .where('order_id', 'in', listOf(orderIds))
    .execute();
  return rows.map((row) => stored(row).ticket);
}

/** Tickets of a merchant by id. */
export async function ticketsById(db: Db, merchantId: string, ids: readonly string[]): Promise<readonly Ticket[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('ticket')
    .select(['body', 'events'])
    .where('merchant_id', '=', merchantId)
    .where('id', 'in', listOf(ids))
    .execute();
  return rows.map((row) => stored(row).ticket);
}

/** What a list is narrowed to. */
export interface TicketFilter extends Scope {
  readonly open?: boolean;
  readonly orderId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly type?: string | undefined;
  /** Of these types, or with `others` of all but these. */
  readonly types?: { readonly keys: readonly string[]; readonly others: boolean } | undefined;
  /** Only what comes after this one. */
  readonly after?: { readonly updatedAtMs: number; readonly id: string } | undefined;
  readonly limit: number;
}

/** A page of tickets, newest change first. */
export async function listTickets(db: Db, filter: TicketFilter): Promise<readonly Ticket[]> {
  const { after } = filter;
  let query = db.selectFrom('ticket').select(['body', 'events']).where('merchant_id', '=', filter.merchantId);
  if (filter.buyerId !== undefined) query = query.where('buyer_id', '=', filter.buyerId);
  if (filter.open === true) query = query.where('workflow', 'in', OPEN_STATES);
  if (filter.open === false) query = query.where('workflow', 'not in', OPEN_STATES);
  if (filter.orderId !== undefined) query = query.where('order_id', '=', filter.orderId);
  if (filter.conversationId !== undefined) query = query.where('conversation_id', '=', filter.conversationId);
  if (filter.type !== undefined) query = query.where('type', '=', filter.type);
  const { types } = filter;
  if (types) query = query.where('type', types.others ? 'not in' : 'in', listOf(types.keys));
  if (after) {
    query = query.where((eb) => eb(eb.refTuple('updated_at_ms', 'id'), '<', eb.tuple(after.updatedAtMs, after.id)));
  }
  const rows = await query.orderBy('updated_at_ms', 'desc').orderBy('id', 'desc').limit(filter.limit).execute();
  return rows.map((row) => stored(row).ticket);
}

/** How many open tickets a merchant has of each kind that queues are counted by. */
export async function countTickets(db: Db, merchantId: string): Promise<readonly Countable[]> {
  const rows = await db
    .selectFrom('ticket')
    .select(['type', 'workflow', 'intervention'])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('merchant_id', '=', merchantId)
    .where('workflow', 'in', OPEN_STATES)
    .groupBy(['type', 'workflow', 'intervention'])
    .execute();
  return rows.map(({ count, ...kind }) => ({ ...(kind as Countable), count: Number(count) }));
}

/** An event of a ticket by its position, from 1. */
export async function findEvent(
  db: Db,
  merchantId: string,
  ticketId: string,
  position: number,
): Promise<TicketEvent | undefined> {
  const row = await db
    .selectFrom('ticket_event')
    .select('body')
    .where('merchant_id', '=', merchantId)
    .where('ticket_id', '=', ticketId)
    .where('position', '=', position)
    .executeTakeFirst();
  return row?.body as TicketEvent | undefined;
}

/** Events of a merchant's tickets by their positions. */
export async function eventsAt(
  db: Db,
  merchantId: string,
  places: readonly { readonly ticketId: string; readonly eventPosition: number }[],
): Promise<readonly { readonly ticketId: string; readonly position: number; readonly event: TicketEvent }[]> {
  if (places.length === 0) return [];
  const named = recordset(
    'w',
    { ticket_id: 'text', position: 'integer' },
    places.map(({ ticketId, eventPosition }) => ({ ticket_id: ticketId, position: eventPosition })),
  );
  const { rows } = await sql<{ readonly ticket_id: string; readonly position: number; readonly body: unknown }>`
    select e.ticket_id, e.position, e.body from ticket_event e
    join ${named} on e.ticket_id = w.ticket_id and e.position = w.position
    where e.merchant_id = ${merchantId}`.execute(db);
  return rows.map(({ ticket_id, position, body }) => ({ ticketId: ticket_id, position, event: body as TicketEvent }));
}

/** The case event that made a version. Appends after it carry the same number. */
export async function eventOfVersion(
  db: Db,
  merchantId: string,
  ticketId: string,
  version: number,
): Promise<TicketEvent | undefined> {
  const row = await db
    .selectFrom('ticket_event')
    .select('body')
    .where('merchant_id', '=', merchantId)
    .where('ticket_id', '=', ticketId)
    .where('version', '=', version)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  return row?.body as TicketEvent | undefined;
}

/** A ticket's staff thread, oldest first. */
export async function staffThread(db: Db, merchantId: string, ticketId: string): Promise<readonly StaffMessage[]> {
  const rows = await db
    .selectFrom('staff_message')
    .select('body')
    .where('merchant_id', '=', merchantId)
    .where('ticket_id', '=', ticketId)
    .orderBy('position')
    .execute();
  return rows.map(({ body }) => body as StaffMessage);
}

/** Staff messages of a merchant by id. */
export async function staffMessagesById(
  db: Db,
  merchantId: string,
  ids: readonly string[],
): Promise<readonly StaffMessage[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('staff_message')
    .select('body')
    .where('merchant_id', '=', merchantId)
    .where('id', 'in', listOf(ids))
    .execute();
  return rows.map(({ body }) => body as StaffMessage);
}
