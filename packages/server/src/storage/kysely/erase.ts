import { ENDED_STATES, SETTLED_STATES, withoutRequest } from '@sidecard/core/server';
import { type RawBuilder, sql } from 'kysely';
import type { Store } from '../store.js';
import { FEED_STREAM } from '../streams.js';
import { archiveStatements, archiveUnit } from './archive.js';
import { auditUnit } from './audit.js';
import { cutLog } from './cut-log.js';
import { anyOf } from './json-rows.js';
import { oldestIn } from './oldest.js';
import type { Db } from './schema.js';

/** A ticket that may go, or not yet. */
interface Found {
  readonly id: string;
  readonly order_id: string;
  readonly over: boolean;
}

/** Tables whose rows hang on a ticket, besides entries of the archive. */
const OF_TICKETS = [
  'ticket_event',
  'staff_message',
  'note',
  'delivery',
  'deadline',
  'ticket_term',
  'webhook_delivery',
] as const;

/** As `isOver`. */
const OVER = sql<boolean>`(workflow = ${anyOf(ENDED_STATES)}
  and coalesce(body ->> 'settlement', 'none') = ${anyOf(SETTLED_STATES)})`;

/** A line of the feed that tells nothing. */
const EMPTY_LINE = { frame: 'event', ticket_id: '', message_id: null } as const;

/** Erases tickets that have ended, and what buyers have without one. @param run - runs a transaction, again after a conflict */
export function erasing(
  db: Db,
  run: <T>(merchantId: string, work: (tx: Db) => Promise<T>) => Promise<T>,
): Pick<Store, 'eraseBuyer' | 'eraseOld' | 'oldestTickets'> {
  return {
    eraseBuyer: (merchantId, buyerId, limit, entryOf) =>
      run(merchantId, async (tx) => {
        await lockWebhooks(tx, merchantId);
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
        // One may have been opened since they were counted.
        const found = await lockOrders(tx, merchantId, chosen, sql<boolean>`(buyer_id = ${buyerId} and ${OVER})`);
        const erased = wholeOrders(found);
        const open =
          orders.reduce((sum, { over, count }) => sum + (over ? 0 : Number(count)), 0) + found.length - erased.length;
        if (erased.length > 0) {
          await erase(tx, merchantId, erased, [...OF_TICKETS, 'archive_entry']);
          await dropLines(
            tx,
            merchantId,
            erased.map(({ id }) => id),
          );
        }
        const others = await eraseUnused(tx, merchantId, buyerId);
        if (erased.length + others > 0) await auditUnit(tx).addAudit(merchantId, [entryOf(erased.length)]);
        return { tickets: erased.length, open };
      }),

    oldestTickets: () =>
      oldestIn(
        db,
        'ticket',
        (merchantId) => sql`(select min(updated_at_ms) from ticket where merchant_id = ${merchantId})`,
      ),

    eraseOld: (merchantId, beforeMs, limit) =>
      run(merchantId, async (tx) => {
        // Columns without a table are those of the innermost query.
        const isOld = (of: 'ticket' | 'other') => {
          const saysNothing = (
            table: 'staff_message' | 'note',
          ) => sql`not exists (select 1 from ${sql.table(table)} said
            where said.merchant_id = ${merchantId} and said.ticket_id = ${sql.ref(`${of}.id`)} and said.at_ms >= ${beforeMs})`;
          return sql<boolean>`(${OVER} and updated_at_ms < ${beforeMs}
            and ${saysNothing('staff_message')} and ${saysNothing('note')})`;
        };
        // Where many streams have old lines, forgetting them takes several calls. No line may tell of a ticket that is gone.
        const behind = await tx
          .selectFrom('log')
          .select('seq')
          .where('merchant_id', '=', merchantId)
          .where('at_ms', '<', beforeMs)
          .limit(1)
          .execute();
        if (behind.length > 0) return 0;
        const { rows: orders } = await sql<{ order_id: string }>`select distinct order_id from
          (select order_id from ticket where merchant_id = ${merchantId} and ${isOld('ticket')} and not exists
            (select 1 from ticket other
              where other.merchant_id = ${merchantId} and other.order_id = ticket.order_id and not ${isOld('other')})
          order by updated_at_ms limit ${limit}) chosen`.execute(tx);
        // One may have been opened or changed since they were chosen.
        const found = await lockOrders(
          tx,
          merchantId,
          orders.map(({ order_id }) => order_id),
          isOld('ticket'),
        );
        const erased = wholeOrders(found);
        // No line of a log tells of them any more, and entries of the archive have a time of their own.
        if (erased.length > 0) {
          await erase(tx, merchantId, erased, OF_TICKETS);
          await forgetRequests(tx, merchantId, erased);
        }
        return erased.length;
      }),
  };
}

/** Locks the tickets of orders, and reads which of them may go: those that were opened while the locks were waited for, too. */
async function lockOrders(
  tx: Db,
  merchantId: string,
  orders: readonly string[],
  mayGo: RawBuilder<boolean>,
): Promise<readonly Found[]> {
  const ofOrders = tx
    .selectFrom('ticket')
    .where('merchant_id', '=', merchantId)
    .where('order_id', '=', anyOf(orders))
    .orderBy('id');
  await ofOrders.select('id').forUpdate().execute();
  return ofOrders.select(['id', 'order_id', mayGo.as('over')]).execute();
}

/** The tickets of those orders of which all may go. */
function wholeOrders(found: readonly Found[]): readonly Found[] {
  const kept = new Set(found.flatMap(({ over, order_id }) => (over ? [] : order_id)));
  return found.filter(({ order_id }) => !kept.has(order_id));
}

/** What reads the log for an address stores deliveries before this, or finds nothing of erased tickets after it. */
async function lockWebhooks(tx: Db, merchantId: string): Promise<void> {
  await sql`select id from webhook where merchant_id = ${merchantId} order by id for update`.execute(tx);
}

/** The first orders whose tickets are not more than a number, but at least one. */
function firstOf(orders: readonly { readonly id: string; readonly count: number }[], limit: number): readonly string[] {
  let tickets = 0;
  return orders.filter(({ count }, at) => (tickets += count) <= limit || at === 0).map(({ id }) => id);
}

/** Removes tickets, with what hangs on them. */
async function erase(
  tx: Db,
  merchantId: string,
  tickets: readonly Found[],
  tables: readonly ((typeof OF_TICKETS)[number] | 'archive_entry')[],
): Promise<void> {
  const ids = tickets.map(({ id }) => id);
  for (const table of tables) {
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
  await dropOrders(
    tx,
    merchantId,
    tickets.map(({ order_id }) => order_id),
  );
}

/** Removes what the buyers wrote from entries of the archive. */
async function forgetRequests(tx: Db, merchantId: string, tickets: readonly Found[]): Promise<void> {
  const entries = await archiveUnit(tx).lockArchive(
    merchantId,
    tickets.map(({ id }) => id),
  );
  const writes = entries.map((entry) => {
    return { merchantId, ticketId: entry.ticketId, entries: [withoutRequest(entry)], dropped: [] };
  });
  for (const [, statement] of archiveStatements(writes)) await statement.execute(tx);
}

/** Removes a buyer's orders that have no ticket, and expires their pictures that nothing uses. @returns how many */
async function eraseUnused(tx: Db, merchantId: string, buyerId: string): Promise<number> {
  const orders = await tx
    .selectFrom('order_record')
    .select('id')
    .where('merchant_id', '=', merchantId)
    .where('buyer_id', '=', buyerId)
    .orderBy('id')
    .forUpdate()
    .execute();
  // Read after locking: the transaction that held the lock may have opened a ticket.
  const dropped = await dropOrders(
    tx,
    merchantId,
    orders.map(({ id }) => id),
  );
  const { numUpdatedRows } = await tx
    .updateTable('attachment')
    .set({ state: 'expired', at_ms: 0 })
    .where('merchant_id', '=', merchantId)
    .where('uploader', '=', `buyer:${buyerId}`)
    .where('ticket_id', 'is', null)
    .where('state', '<>', 'expired')
    .executeTakeFirst();
  return dropped + Number(numUpdatedRows);
}

/** Removes those orders of which no ticket is left. @returns how many */
async function dropOrders(tx: Db, merchantId: string, orders: readonly string[]): Promise<number> {
  const left = await tx
    .selectFrom('ticket')
    .select('order_id')
    .where('merchant_id', '=', merchantId)
    .where('order_id', '=', anyOf(orders))
    .execute();
  const gone = orders.filter((id) => !left.some(({ order_id }) => order_id === id));
  if (gone.length === 0) return 0;
  const { numDeletedRows } = await tx
    .deleteFrom('order_record')
    .where('merchant_id', '=', merchantId)
    .where('id', '=', anyOf(gone))
    .executeTakeFirst();
  return Number(numDeletedRows);
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
