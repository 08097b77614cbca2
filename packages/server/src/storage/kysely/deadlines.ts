import { sql } from 'kysely';
import type { TicketRef } from '../records.js';
import type { DeadlineReads, UnitOfWork } from '../store.js';
import { jsonRows } from './json-rows.js';
import type { Db, Tables } from './schema.js';
import { storedTicket } from './stored.js';

/** Reads deadlines. */
export function deadlineReads(db: Db): DeadlineReads {
  return {
    async dueTickets(nowMs, limit) {
      const rows = await db
        .selectFrom('deadline')
        .select(['merchant_id as merchantId', 'ticket_id as ticketId'])
        .where('due_at_ms', '<=', nowMs)
        .orderBy('due_at_ms')
        .limit(limit)
        .execute();
      return [...new Map(rows.map((row) => [`${row.merchantId} ${row.ticketId}`, row])).values()];
    },

    async nextDeadline() {
      const row = await db
        .selectFrom('deadline')
        .select((eb) => eb.fn.min('due_at_ms').as('next'))
        .executeTakeFirst();
      return row?.next === null || row?.next === undefined ? undefined : Number(row.next);
    },
  };
}

/** Locks tickets for their deadlines, and removes deadlines, within a transaction. */
export function deadlineUnit(tx: Db): Pick<UnitOfWork, 'lockOrdersOf' | 'dropDueDeadlines'> {
  return {
    async lockOrdersOf(tickets) {
      const named = jsonRows('d', { merchant_id: 'text', ticket_id: 'text' }, tickets.map(rowOf));
      const ofOrders = sql`(merchant_id, order_id) in (select n.merchant_id, n.order_id from ticket n
        join ${named} on n.merchant_id = d.merchant_id and n.id = d.ticket_id)`;
      const { rows } = await sql<Pick<Tables['ticket'], 'merchant_id' | 'order_id' | 'body' | 'events'>>`
        select merchant_id, order_id, body, events from ticket where ${ofOrders}
        order by merchant_id, id for update skip locked`.execute(tx);
      const { rows: sizes } = await sql<{ merchant_id: string; order_id: string; size: number }>`
        select merchant_id, order_id, count(*) as size from ticket where ${ofOrders}
        group by merchant_id, order_id`.execute(tx);
      const locked = new Map<string, number>();
      for (const row of rows) locked.set(orderOf(row), (locked.get(orderOf(row)) ?? 0) + 1);
      const whole = new Set(sizes.filter((row) => locked.get(orderOf(row)) === Number(row.size)).map(orderOf));
      return rows.filter((row) => whole.has(orderOf(row))).map(storedTicket);
    },

    async dropDueDeadlines(tickets, nowMs) {
      if (tickets.length === 0) return;
      await sql`delete from deadline d using ${jsonRows('t', { merchant_id: 'text', ticket_id: 'text' }, tickets.map(rowOf))}
        where d.merchant_id = t.merchant_id and d.ticket_id = t.ticket_id and d.due_at_ms <= ${nowMs}`.execute(tx);
    },
  };
}

const rowOf = ({ merchantId, ticketId }: TicketRef) => ({ merchant_id: merchantId, ticket_id: ticketId });
const orderOf = (row: { readonly merchant_id: string; readonly order_id: string }) =>
  `${row.merchant_id} ${row.order_id}`;
