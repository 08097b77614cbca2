import { sql } from 'kysely';
import type { DueTicket, StoredTicket } from '../records.js';
import type { DeadlineReads, UnitOfWork } from '../store.js';
import { anyOf } from './json-rows.js';
import type { Db, Tables } from './schema.js';
import { storedTicket } from './stored.js';

type DueRow = Tables['deadline'] & Pick<Tables['ticket'], 'type' | 'order_id'>;

/** Reads deadlines. */
export function deadlineReads(db: Db): DeadlineReads {
  return {
    async dueTickets(nowMs, limit) {
      const { rows } = await sql<DueRow>`select d.merchant_id, d.ticket_id, d.key, d.due_at_ms, t.type, t.order_id
        from (select merchant_id, ticket_id, min(due_at_ms) as first_ms
          from (select merchant_id, ticket_id, due_at_ms from deadline
            where due_at_ms <= ${nowMs} order by due_at_ms limit ${limit}) as earliest
          group by merchant_id, ticket_id) as f
        join deadline d on d.merchant_id = f.merchant_id and d.ticket_id = f.ticket_id and d.due_at_ms <= ${nowMs}
        join ticket t on t.merchant_id = f.merchant_id and t.id = f.ticket_id
        order by f.first_ms`.execute(db);
      const tickets = new Map<string, DueTicket & { readonly due: { key: string; dueAtMs: number }[] }>();
      for (const { merchant_id: merchantId, ticket_id: ticketId, type, order_id: orderId, ...row } of rows) {
        const name = `${merchantId} ${ticketId}`;
        const known = tickets.get(name) ?? { merchantId, ticketId, type, orderId, due: [] };
        tickets.set(name, known);
        known.due.push({ key: row.key, dueAtMs: row.due_at_ms });
      }
      return [...tickets.values()];
    },

    async nextDeadline(afterMs) {
      const row = await db
        .selectFrom('deadline')
        .select((eb) => eb.fn.min('due_at_ms').as('next'))
        .where('due_at_ms', '>', afterMs)
        .executeTakeFirst();
      return row?.next === null || row?.next === undefined ? undefined : Number(row.next);
    },
  };
}

/** Locks tickets for their deadlines, and removes deadlines, within a transaction. */
export function deadlineUnit(tx: Db): Pick<UnitOfWork, 'lockOrders' | 'dropDueDeadlines'> {
  return {
    async lockOrders(orders) {
      const found: StoredTicket[] = [];
      for (const [merchantId, own] of byMerchant(orders)) {
        const ids = own.map(({ orderId }) => orderId);
        found.push(...(await lockOrdersOfMerchant(tx, merchantId, ids)));
      }
      return found;
    },

    async dropDueDeadlines(tickets, nowMs) {
      for (const [merchantId, own] of byMerchant(tickets)) {
        await tx
          .deleteFrom('deadline')
          .where('merchant_id', '=', merchantId)
          .where('ticket_id', '=', anyOf(own.map(({ ticketId }) => ticketId)))
          .where('due_at_ms', '<=', nowMs)
          .execute();
      }
    },
  };
}

/** Locks the tickets of orders. An order of which another transaction holds a ticket is left out. */
async function lockOrdersOfMerchant(
  tx: Db,
  merchantId: string,
  orderIds: readonly string[],
): Promise<readonly StoredTicket[]> {
  const ofOrders = tx
    .selectFrom('ticket')
    .where('merchant_id', '=', merchantId)
    .where('order_id', '=', anyOf(orderIds));
  const rows = await ofOrders
    .select(['order_id', 'body', 'entries', 'events'])
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  // Counted after locking: the transaction that held the lock may have opened another ticket.
  const sizes = await ofOrders
    .select(({ fn }) => ['order_id', fn.countAll<number>().as('size')])
    .groupBy('order_id')
    .execute();
  const locked = new Map<string, number>();
  for (const { order_id } of rows) locked.set(order_id, (locked.get(order_id) ?? 0) + 1);
  const whole = new Set(
    sizes.filter(({ order_id, size }) => locked.get(order_id) === Number(size)).map(({ order_id }) => order_id),
  );
  return rows.filter(({ order_id }) => whole.has(order_id)).map(storedTicket);
}

/** Groups by merchant, so that each statement names one. In the order in which every transaction locks. */
function byMerchant<Ref extends { readonly merchantId: string }>(
  refs: readonly Ref[],
): readonly (readonly [merchantId: string, own: readonly Ref[]])[] {
  const merchants = new Map<string, Ref[]>();
  for (const ref of refs) merchants.set(ref.merchantId, [...(merchants.get(ref.merchantId) ?? []), ref]);
  return [...merchants].sort(([a], [b]) => (a < b ? -1 : 1));
}
