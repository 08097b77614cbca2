import { ENDED_STATES, SETTLED_STATES } from '@sidecard/core/server';
import { sql } from 'kysely';
import type { Store } from '../store.js';
import { FEED_STREAM } from '../streams.js';
import { auditUnit } from './audit.js';
import { cutLog } from './cut-log.js';
import { anyOf } from './json-rows.js';
import type { Db } from './schema.js';

/** Tables whose rows hang on a ticket. */
const OF_TICKETS = [
  'ticket_event',
  'staff_message',
  'note',
  'delivery',
  'deadline',
  'ticket_term',
  'archive_entry',
  'webhook_delivery',
] as const;

/** As `isOver`. */
const OVER = sql<boolean>`(workflow = ${anyOf(ENDED_STATES)}
  and coalesce(body ->> 'settlement', 'none') = ${anyOf(SETTLED_STATES)})`;

/** A line of the feed that tells nothing. */
const EMPTY_LINE = { frame: 'event', ticket_id: '', message_id: null } as const;

/** Erases buyers' tickets. @param run - runs a transaction, again after a conflict */
export function erasing(
  run: <T>(merchantId: string, work: (tx: Db) => Promise<T>) => Promise<T>,
): Pick<Store, 'eraseBuyer'> {
  return {
    eraseBuyer: (merchantId, buyerId, limit, entryOf) =>
      run(merchantId, async (tx) => {
        // What reads the log for an address stores deliveries before this, or finds nothing of these tickets after it.
        await sql`select id from webhook where merchant_id = ${merchantId} order by id for update`.execute(tx);
        const orders = await tx
          .selectFrom('ticket')
          .select((eb) => [
            'order_id',
            eb.fn.countAll<number>().as('count'),
            sql<boolean>`bool_and(${OVER})`.as('over'),
          ])
          .where('merchant_id', '=', merchantId)
          .where('buyer_id', '=', buyerId)
          .groupBy('order_id')
          .orderBy('order_id')
          .execute();
        const chosen = firstOf(
          orders.filter(({ over }) => over).map(({ order_id, count }) => ({ id: order_id, count: Number(count) })),
          limit,
        );
        const found = await tx
          .selectFrom('ticket')
          .select(['id', 'order_id', OVER.as('over')])
          .where('merchant_id', '=', merchantId)
          .where('order_id', '=', anyOf(chosen))
          .where('buyer_id', '=', buyerId)
          .orderBy('id')
          .forUpdate()
          .execute();
        // One may have been opened since they were counted.
        const kept = new Set(found.flatMap(({ over, order_id }) => (over ? [] : order_id)));
        const erased = found.filter(({ order_id }) => !kept.has(order_id));
        const open =
          orders.reduce((sum, { over, count }) => sum + (over ? 0 : Number(count)), 0) + found.length - erased.length;
        if (erased.length === 0) return { tickets: 0, open };
        const ids = erased.map(({ id }) => id);
        await erase(tx, merchantId, ids);
        await dropOrders(
          tx,
          merchantId,
          erased.map(({ order_id }) => order_id),
        );
        await dropLines(tx, merchantId, ids);
        await auditUnit(tx).addAudit(merchantId, [entryOf(ids.length)]);
        return { tickets: ids.length, open };
      }),
  };
}

/** The first orders whose tickets are not more than a number, but at least one. */
function firstOf(orders: readonly { readonly id: string; readonly count: number }[], limit: number): readonly string[] {
  let tickets = 0;
  return orders.filter(({ count }, at) => (tickets += count) <= limit || at === 0).map(({ id }) => id);
}

async function erase(tx: Db, merchantId: string, ids: readonly string[]): Promise<void> {
  for (const table of OF_TICKETS) {
    await tx.deleteFrom(table).where('merchant_id', '=', merchantId).where('ticket_id', '=', anyOf(ids)).execute();
  }
  // The next sweep deletes the files, and then the rows.
  await tx
    .updateTable('attachment')
    .set({ state: 'expired', ticket_id: null, event_position: null, at_ms: 0 })
    .where('merchant_id', '=', merchantId)
    .where('ticket_id', '=', anyOf(ids))
    .execute();
  await tx.deleteFrom('ticket').where('merchant_id', '=', merchantId).where('id', '=', anyOf(ids)).execute();
}

/** Removes those orders of which no ticket is left. */
async function dropOrders(tx: Db, merchantId: string, orders: readonly string[]): Promise<void> {
  const left = await tx
    .selectFrom('ticket')
    .select('order_id')
    .where('merchant_id', '=', merchantId)
    .where('order_id', '=', anyOf(orders))
    .execute();
  const gone = orders.filter((id) => !left.some(({ order_id }) => order_id === id));
  if (gone.length === 0) return;
  await tx.deleteFrom('order_record').where('merchant_id', '=', merchantId).where('id', '=', anyOf(gone)).execute();
}

/** Removes lines of logs about tickets, and those before them. Those of the feed are emptied: its readers still get the others. */
async function dropLines(tx: Db, merchantId: string, ids: readonly string[]): Promise<void> {
  await tx
    .updateTable('log')
    .set(EMPTY_LINE)
    .where('merchant_id', '=', merchantId)
    .where('stream', '=', FEED_STREAM)
    .where('ticket_id', '=', anyOf(ids))
    .execute();
  const lines = await tx
    .selectFrom('log')
    .select((eb) => ['stream', eb.fn.max('seq').as('seq')])
    .where('merchant_id', '=', merchantId)
    .where('ticket_id', '=', anyOf(ids))
    .groupBy('stream')
    .orderBy('stream')
    .execute();
  for (const { stream, seq } of lines) await cutLog(tx, merchantId, stream, Number(seq));
}
