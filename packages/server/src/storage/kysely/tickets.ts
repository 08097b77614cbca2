import type { Order } from '@sidecard/core';
import { OPEN_STATES, type StaffMessage } from '@sidecard/core/wire';
import { sql } from 'kysely';
import type { TicketReads, UnitOfWork } from '../store.js';
import { earlierOf, findTicket, lockTicket } from './find-ticket.js';
import { excerpt } from './history.js';
import { anyOf, jsonRows, noneOf } from './json-rows.js';
import type { Db } from './schema.js';
import { eventIn, type Row, storedTicket, ticketIn } from './stored.js';

/** Reads tickets. */
export function ticketReads(db: Db): Omit<TicketReads, 'readList' | 'countLists' | 'countTickets'> {
  const tickets = (merchantId: string) =>
    db.selectFrom('ticket').select(['body', 'entries']).where('merchant_id', '=', merchantId);
  const eventsOf = (merchantId: string, ticketId: string) =>
    db
      .selectFrom('ticket_event')
      .select('body')
      .where('merchant_id', '=', merchantId)
      .where('ticket_id', '=', ticketId);

  return {
    findTicket: (scope, ticketId) => findTicket(db, scope, ticketId),

    async ticketsById(merchantId, ids) {
      if (ids.length === 0) return [];
      const rows = await tickets(merchantId).select(excerpt().as('history')).where('id', '=', anyOf(ids)).execute();
      return rows.map(ticketIn);
    },

    async ticketsOfOrders(merchantId, orderIds) {
      if (orderIds.length === 0) return [];
      const rows = await tickets(merchantId).where('order_id', '=', anyOf(orderIds)).execute();
      return rows.map(ticketIn);
    },

    async listTickets({ merchantId, buyerId, open, settlement, orderId, conversationId, type, types, after, limit }) {
      let query = tickets(merchantId);
      if (buyerId !== undefined) query = query.where('buyer_id', '=', buyerId);
      if (open === true) query = query.where('workflow', 'in', OPEN_STATES);
      if (open === false) query = query.where('workflow', 'not in', OPEN_STATES);
      if (settlement === 'succeeded') {
        // Another payment of the ticket can still be due.
        query = query.where(
          sql<boolean>`(body ->> 'settlement' = 'succeeded' or (body ->> 'settlement' <> 'none' and body -> 'collected' is not null))`,
        );
      } else if (settlement !== undefined) query = query.where(sql`body ->> 'settlement'`, '=', settlement);
      if (orderId !== undefined) query = query.where('order_id', '=', orderId);
      if (conversationId !== undefined) query = query.where('conversation_id', '=', conversationId);
      if (type !== undefined) query = query.where('type', '=', type);
      if (types)
        query = query.where('type', types.others ? '<>' : '=', types.others ? noneOf(types.keys) : anyOf(types.keys));
      if (after) {
        query = query.where((eb) => eb(eb.refTuple('updated_at_ms', 'id'), '<', eb.tuple(after.updatedAtMs, after.id)));
      }
      const page = query.select(excerpt().as('history')).orderBy('updated_at_ms', 'desc').orderBy('id', 'desc');
      const rows = await page.limit(limit).execute();
      return rows.map(ticketIn);
    },

    async findEvent(merchantId, ticketId, position) {
      const row = await eventsOf(merchantId, ticketId).where('position', '=', position).executeTakeFirst();
      return row && eventIn(row);
    },

    async findEvents(merchantId, places) {
      if (places.length === 0) return [];
      const wanted = jsonRows(
        'w',
        { index: 'integer', ticket_id: 'text', position: 'integer' },
        places.map(({ ticketId, position }, index) => ({ index, ticket_id: ticketId, position })),
      );
      const { rows } = await sql<Row & { readonly index: number }>`select w.index, e.body from ${wanted}
        join ticket_event e on e.merchant_id = ${merchantId} and e.ticket_id = w.ticket_id and e.position = w.position`.execute(
        db,
      );
      const found = new Map(rows.map((row) => [row.index, eventIn(row)]));
      return places.map((_, index) => found.get(index));
    },

    async eventOfVersion(merchantId, ticketId, version) {
      const query = eventsOf(merchantId, ticketId).where('version', '=', version);
      const row = await query.orderBy('position').limit(1).executeTakeFirst();
      return row && eventIn(row);
    },

    async readHistory({ merchantId, ticketId }, { kinds, before, limit }) {
      const readable = sql`from ticket_event
        where merchant_id = ${merchantId} and ticket_id = ${ticketId} and kind = ${anyOf(kinds)}
        and (body -> 'entry' is not null or body -> 'created' is not null)`;
      const upTo = sql`and position <= (select max(position) ${readable} and id = ${before})`;
      const { rows } = await sql<Row & { readonly id: string }>`select id, body ${readable}
        ${before === undefined ? sql`` : upTo} order by position desc
        limit ${before === undefined ? limit : limit + 1}`.execute(db);
      if (before !== undefined && rows.shift()?.id !== before) return undefined;
      return rows.map(eventIn).flatMap(({ entry, created }) => entry ?? created?.history.slice(0, 1) ?? []);
    },

    async staffThread(merchantId, ticketId) {
      const rows = await db
        .selectFrom('staff_message')
        .select('body')
        .where('merchant_id', '=', merchantId)
        .where('ticket_id', '=', ticketId)
        .orderBy('position')
        .execute();
      return rows.map(({ body }) => body as StaffMessage);
    },

    async staffMessagesById(merchantId, ids) {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom('staff_message')
        .select('body')
        .where('merchant_id', '=', merchantId)
        .where('id', '=', anyOf(ids))
        .execute();
      return rows.map(({ body }) => body as StaffMessage);
    },

    findOrder: (merchantId, orderId) => findOrder(db, merchantId, orderId),

    async findIdempotencyRecord({ merchantId, principalKey }, key) {
      const row = await db
        .selectFrom('idempotency')
        .select(['fingerprint', 'ticket_id', 'event_position', 'message_id', 'refusals'])
        .where('merchant_id', '=', merchantId)
        .where('principal', '=', principalKey)
        .where('key', '=', key)
        .executeTakeFirst();
      return row && earlierOf(key, row);
    },
  };
}

/** Locks and numbers tickets within a transaction. */
export function ticketUnit(tx: Db): Pick<UnitOfWork, 'lockTicket' | 'lockOrder' | 'nextTicketNumber'> {
  return {
    lockTicket: (scope, ticketId, write) => lockTicket(tx, scope, ticketId, write),

    async lockOrder(merchantId, orderId) {
      const ofOrder = tx
        .selectFrom('ticket')
        .where('merchant_id', '=', merchantId)
        .where('order_id', '=', orderId)
        .orderBy('id');
      await ofOrder.select('id').forUpdate().execute();
      const record = await findOrder(tx, merchantId, orderId, true);
      // Read after locking: the transaction that held the lock may have opened another ticket.
      const rows = await ofOrder.select(['body', 'entries', 'events']).execute();
      return { record, tickets: rows.map(storedTicket) };
    },

    async nextTicketNumber(merchantId, period) {
      const { value } = await tx
        .insertInto('ticket_number')
        .values({ merchant_id: merchantId, period, value: 1 })
        .onConflict((conflict) =>
          conflict.columns(['merchant_id', 'period']).doUpdateSet({ value: sql<number>`ticket_number.value + 1` }),
        )
        .returning('value')
        .executeTakeFirstOrThrow();
      return value;
    },
  };
}

async function findOrder(db: Db, merchantId: string, orderId: string, lock = false): Promise<Order | undefined> {
  const query = db
    .selectFrom('order_record')
    .select('body')
    .where('merchant_id', '=', merchantId)
    .where('id', '=', orderId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row?.body as Order | undefined;
}
